/** A file by what is in it: `blob` is the id of the stored bytes, their SHA-256 in hex. */
export interface FileRef {
  name: string;
  type: string; // media type
  blob: string;
}
