-- One schema for every database. {{ID}}, {{BLOB}} are the dialect's types; times
-- are milliseconds since 1970, UTC; 0 is "not known", never is 9223372036854775807.
CREATE TABLE source (
	id     {{ID}},
	name   TEXT NOT NULL UNIQUE,
	url    TEXT NOT NULL,
	host   TEXT NOT NULL,
	config {{BLOB}},
	active INTEGER NOT NULL,
	added  BIGINT NOT NULL
);

CREATE TABLE host (
	name        TEXT PRIMARY KEY,
	next_at     BIGINT NOT NULL,
	url_at      BIGINT NOT NULL,
	due_at      BIGINT NOT NULL,
	pause       BIGINT NOT NULL,
	crawl_delay BIGINT NOT NULL,
	took        BIGINT NOT NULL,
	penalty     BIGINT NOT NULL,
	clean       INTEGER NOT NULL,
	failures    INTEGER NOT NULL,
	reason      TEXT NOT NULL,
	robots      {{BLOB}},
	lease_token BIGINT NOT NULL,
	lease_until BIGINT NOT NULL
);
CREATE INDEX host_due ON host (due_at);

CREATE TABLE url (
	id            {{ID}},
	key           {{BLOB}} NOT NULL UNIQUE,
	url           TEXT NOT NULL,
	host          TEXT NOT NULL,
	source        BIGINT NOT NULL,
	kind          TEXT NOT NULL,
	state         TEXT NOT NULL,
	priority      INTEGER NOT NULL,
	next_at       BIGINT NOT NULL,
	found_at      BIGINT NOT NULL,
	via           TEXT NOT NULL,
	hops          INTEGER NOT NULL,
	depth         INTEGER NOT NULL,
	published     BIGINT NOT NULL,
	lastmod       BIGINT NOT NULL,
	fetched       BIGINT NOT NULL,
	status        INTEGER NOT NULL,
	etag          TEXT NOT NULL,
	last_modified TEXT NOT NULL,
	digest        {{BLOB}},
	every         BIGINT NOT NULL,
	visits        INTEGER NOT NULL,
	changes       INTEGER NOT NULL,
	unchanged     INTEGER NOT NULL,
	failures      INTEGER NOT NULL,
	error         TEXT NOT NULL,
	alias         TEXT NOT NULL,
	article       BIGINT NOT NULL
);
CREATE INDEX url_due ON url (host, priority, next_at);

CREATE TABLE article (
	id           {{ID}},
	key          {{BLOB}} NOT NULL UNIQUE,
	url          TEXT NOT NULL,
	canonical    TEXT NOT NULL,
	host         TEXT NOT NULL,
	source       BIGINT NOT NULL,
	title        TEXT NOT NULL,
	body         TEXT NOT NULL,
	fold         TEXT NOT NULL,
	meta         {{BLOB}},
	language     TEXT NOT NULL,
	published    BIGINT NOT NULL,
	modified     BIGINT NOT NULL,
	hash         BIGINT NOT NULL,
	simhash      BIGINT NOT NULL,
	band0        BIGINT NOT NULL,
	band1        BIGINT NOT NULL,
	band2        BIGINT NOT NULL,
	band3        BIGINT NOT NULL,
	confidence   DOUBLE PRECISION NOT NULL,
	words        INTEGER NOT NULL,
	extractor    TEXT NOT NULL,
	raw_file     TEXT NOT NULL,
	raw_offset   BIGINT NOT NULL,
	raw_length   BIGINT NOT NULL,
	raw_digest   TEXT NOT NULL,
	first_at     BIGINT NOT NULL,
	fetched      BIGINT NOT NULL,
	checked      BIGINT NOT NULL,
	revisions    INTEGER NOT NULL,
	duplicate_of BIGINT NOT NULL,
	cluster      BIGINT NOT NULL
);
CREATE INDEX article_hash ON article (hash);
CREATE INDEX article_band0 ON article (band0);
CREATE INDEX article_band1 ON article (band1);
CREATE INDEX article_band2 ON article (band2);
CREATE INDEX article_band3 ON article (band3);
CREATE INDEX article_cluster ON article (cluster);
CREATE INDEX article_source ON article (source, first_at);

CREATE TABLE revision (
	article    BIGINT NOT NULL,
	number     INTEGER NOT NULL,
	title      TEXT NOT NULL,
	body       TEXT NOT NULL,
	meta       {{BLOB}},
	language   TEXT NOT NULL,
	published  BIGINT NOT NULL,
	modified   BIGINT NOT NULL,
	hash       BIGINT NOT NULL,
	simhash    BIGINT NOT NULL,
	confidence DOUBLE PRECISION NOT NULL,
	words      INTEGER NOT NULL,
	extractor  TEXT NOT NULL,
	raw_file   TEXT NOT NULL,
	raw_offset BIGINT NOT NULL,
	raw_length BIGINT NOT NULL,
	raw_digest TEXT NOT NULL,
	fetched    BIGINT NOT NULL,
	replaced   BIGINT NOT NULL,
	PRIMARY KEY (article, number)
);

CREATE TABLE memo (
	source  BIGINT NOT NULL,
	name    TEXT NOT NULL,
	data    {{BLOB}},
	updated BIGINT NOT NULL,
	PRIMARY KEY (source, name)
);

CREATE TABLE day (
	source     BIGINT NOT NULL,
	day        BIGINT NOT NULL,
	fetched    BIGINT NOT NULL,
	unchanged  BIGINT NOT NULL,
	failed     BIGINT NOT NULL,
	added      BIGINT NOT NULL,
	revised    BIGINT NOT NULL,
	empty      BIGINT NOT NULL,
	words      BIGINT NOT NULL,
	confidence DOUBLE PRECISION NOT NULL,
	bytes      BIGINT NOT NULL,
	PRIMARY KEY (source, day)
);

CREATE TABLE run (
	id      {{ID}},
	started BIGINT NOT NULL,
	ended   BIGINT NOT NULL,
	report  {{BLOB}}
);
