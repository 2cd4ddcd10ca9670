/** Where Temporal's web page shows a workflow. */
export const workflowAddress = (temporalUi: string, namespace: string, workflowId: string): string =>
  `${temporalUi.replace(/\/$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
