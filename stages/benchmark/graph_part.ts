/** Role of the module that looks up graph cells: keys of searches in other spaces do without it. */
export const GRAPH_LOOKUP = "lookup/graph";

/** Address of that module. */
export const GRAPH_LOOKUP_MODULE = import.meta.resolve("./graph_lookup.ts");
