const x = async () => ({ statusCode: 200 });

export {
  x as scheduleScan,
  x as scanWorkItem,
  x as syncTickets,
  x as onIssueEvent,
  x as onLifecycleEvent,
  x as projectPage,
  x as globalPage,
  x as adminPage,
  x as issuePanel,
};
