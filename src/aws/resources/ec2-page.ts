/**
 * The largest page of EC2's lists; where AWS's own limit is lower it gives less and a token.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination
 */
export const EC2_PAGE = 1000;
