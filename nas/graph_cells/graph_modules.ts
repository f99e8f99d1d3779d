/** Module of the networks of graph cells, which exports them as `graphs`. Whoever names it does not load it. */
export const GRAPH_NETWORKS = import.meta.resolve("./networks.ts");
