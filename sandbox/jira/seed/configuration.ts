import type { AdminField, IssueType, Priority, Resolution, Status, Workflow } from '../store/model';

export const TASK = '10001';
export const BUG = '10002';
export const STORY = '10003';
export const REQUEST = '10004';

export const issueTypes: IssueType[] = [
  { id: TASK, name: 'Task', description: 'A small, distinct piece of work.' },
  { id: BUG, name: 'Bug', description: 'A problem or error.' },
  { id: STORY, name: 'Story', description: 'Functionality or a feature expressed as a user goal.' },
  { id: REQUEST, name: 'Request', description: 'Something that another team asks for.' },
];

/** From the highest down, as Jira lists them. */
export const priorities: Priority[] = [
  { id: '1', name: 'Highest', description: 'This problem will block progress.', color: '#d04437' },
  { id: '2', name: 'High', description: 'Serious problem that could block progress.', color: '#f15c75' },
  { id: '3', name: 'Medium', description: 'Has the potential to affect progress.', color: '#f79232' },
  { id: '4', name: 'Low', description: 'Minor problem or easily worked around.', color: '#707070' },
  { id: '5', name: 'Lowest', description: 'Trivial problem with little or no impact.', color: '#999999' },
];
export const DEFAULT_PRIORITY = '3';

export const resolutions: Resolution[] = [
  { id: '10000', name: 'Done', description: 'Work has been completed on this issue.' },
  { id: '10001', name: "Won't Do", description: "This issue won't be actioned." },
  { id: '10002', name: 'Duplicate', description: 'The problem is a duplicate of an existing issue.' },
  { id: '10003', name: 'Cannot Reproduce', description: 'All attempts at reproducing this issue failed.' },
];
const DONE_RESOLUTION = { set: '10000' };

export const STATUS = {
  toDo: '10100',
  inProgress: '10101',
  inReview: '10102',
  done: '10103',
  reported: '10104',
  investigating: '10105',
  mitigated: '10106',
  closed: '10107',
} as const;

export const statuses: Status[] = [
  { id: STATUS.toDo, name: 'To Do', category: 'new' },
  { id: STATUS.inProgress, name: 'In Progress', category: 'indeterminate' },
  { id: STATUS.inReview, name: 'In Review', category: 'indeterminate' },
  { id: STATUS.done, name: 'Done', category: 'done' },
  { id: STATUS.reported, name: 'Reported', category: 'new' },
  { id: STATUS.investigating, name: 'Investigating', category: 'indeterminate' },
  { id: STATUS.mitigated, name: 'Mitigated', category: 'indeterminate' },
  { id: STATUS.closed, name: 'Closed', category: 'done' },
];

export const SOFTWARE_WORKFLOW = 'software';
export const INCIDENT_WORKFLOW = 'incident';

export const workflows: Workflow[] = [
  {
    id: SOFTWARE_WORKFLOW,
    name: 'Software Simplified Workflow',
    statuses: [STATUS.toDo, STATUS.inProgress, STATUS.inReview, STATUS.done],
    initialStatus: STATUS.toDo,
    transitions: [
      { id: '11', name: 'To Do', to: STATUS.toDo, resolution: 'clear' },
      { id: '21', name: 'In Progress', to: STATUS.inProgress, resolution: 'clear' },
      { id: '31', name: 'In Review', to: STATUS.inReview, resolution: 'clear' },
      { id: '41', name: 'Done', to: STATUS.done, resolution: DONE_RESOLUTION },
    ],
  },
  {
    // Closing asks for a resolution on its screen and is not possible from every status.
    id: INCIDENT_WORKFLOW,
    name: 'Incident Workflow',
    statuses: [STATUS.reported, STATUS.investigating, STATUS.mitigated, STATUS.closed],
    initialStatus: STATUS.reported,
    transitions: [
      {
        id: '111',
        name: 'Start investigation',
        to: STATUS.investigating,
        from: [STATUS.reported],
        resolution: 'keep',
      },
      { id: '121', name: 'Mitigate', to: STATUS.mitigated, from: [STATUS.investigating], resolution: 'keep' },
      {
        id: '131',
        name: 'Close incident',
        to: STATUS.closed,
        from: [STATUS.reported, STATUS.investigating, STATUS.mitigated],
        screen: [{ fieldId: 'resolution', required: true }],
        resolution: 'keep',
      },
      { id: '141', name: 'Reopen', to: STATUS.investigating, from: [STATUS.closed], resolution: 'clear' },
    ],
  },
];

export const COST_CENTER = 'customfield_10050';
export const STORY_POINTS = 'customfield_10016';

export const adminFields: AdminField[] = [
  {
    id: COST_CENTER,
    name: 'Cost center',
    description: 'Who pays for the work.',
    type: 'select',
    options: [
      { id: '10200', value: 'CC-100 Product' },
      { id: '10201', value: 'CC-200 Infrastructure' },
      { id: '10202', value: 'CC-300 Compliance' },
    ],
  },
  { id: STORY_POINTS, name: 'Story point estimate', description: 'Size of the work.', type: 'number' },
];
