// Serves a folder as the bucket `bucket` of S3 and prints its port: a program of its own, so that nobody but this test downloads
// that server.
import S3rver from "s3rver";

const [directory] = Deno.args;
const server = new S3rver({
  address: "127.0.0.1",
  port: 0,
  silent: true,
  directory: directory!,
  configureBuckets: [{ name: "bucket", configs: [] }],
});
const { port } = await server.run();
console.log(port);
