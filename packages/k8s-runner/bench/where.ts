/** Where the benchmark's cluster is: how to connect to it, and the address of the server beside it. */
export interface Where {
  readonly kubeconfig: string;
  readonly side: string;
}
