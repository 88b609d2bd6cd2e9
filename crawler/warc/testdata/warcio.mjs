// Reads or writes WARC with the npm package warcio, for warcio_test.go.
//
//   node warcio.mjs read FILE    one line of JSON a record
//   node warcio.mjs write FILE   an archive of warcio's own making
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(process.cwd(), "package.json"));
const { CDXIndexer, WARCParser, WARCRecord, WARCSerializer } = await import(pathToFileURL(require.resolve("warcio")));

const base32 = (bytes) => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...bytes].map((b) => b.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{5}/g).map((five) => letters[parseInt(five, 2)]).join("");
};
const sha1 = (bytes) => "sha1:" + base32(createHash("sha1").update(bytes).digest());

async function read(file) {
  const places = {};
  const index = new CDXIndexer({ format: "json" });
  for await (const cdx of index.iterIndex([{ filename: file, reader: fs.createReadStream(file) }])) {
    places[cdx.url + " " + cdx.timestamp] = { offset: cdx.offset, length: cdx.length, digest: cdx.digest };
  }
  const blocks = [];
  for await (const record of new WARCParser(fs.createReadStream(file), { parseHttp: false })) {
    blocks.push(sha1(await record.readFully(false)));
  }
  for await (const record of new WARCParser(fs.createReadStream(file))) {
    const head = record.httpHeaders ? record.httpHeaders.statusline : "";
    const payload = Buffer.from(await record.readFully(false));
    const date = record.warcDate || "";
    console.log(JSON.stringify({
      type: record.warcType, url: record.warcTargetURI || "", date, id: record.warcHeader("WARC-Record-ID"), head,
      body: payload.toString("base64"),
      blockDigest: record.warcHeader("WARC-Block-Digest"), blockIs: blocks.shift(),
      payloadDigest: record.warcHeader("WARC-Payload-Digest") || "", payloadIs: sha1(payload),
      refersTo: record.warcHeader("WARC-Refers-To-Target-URI") || "",
      place: places[record.warcTargetURI + " " + date.replace(/[^0-9]/g, "")] || null,
    }));
  }
}

async function write(file) {
  const out = [];
  const warcVersion = "WARC/1.1";
  const info = await WARCRecord.createWARCInfo({ filename: file, warcVersion }, { software: "warcio" });
  out.push(await WARCSerializer.serialize(info, { gzip: true }));
  const make = async (url, type, httpHeaders, body, statusline) => {
    async function* content() { yield new TextEncoder().encode(body); }
    const record = await WARCRecord.create({ url, date: "2026-03-01T12:00:00Z", type, warcVersion, httpHeaders, statusline }, content());
    out.push(await WARCSerializer.serialize(record, { gzip: true, digest: { algo: "sha-1", prefix: "sha1:", base32: true } }));
  };
  await make("https://paper.example/1", "response", { "Content-Type": "text/html; charset=utf-8" }, "<p>خبر</p>");
  await make("https://paper.example/1", "request", { "User-Agent": "warcio" }, "", "GET /1 HTTP/1.1");
  fs.writeFileSync(file, Buffer.concat(out));
}

const [verb, file] = process.argv.slice(2);
await (verb === "read" ? read(file) : write(file));
