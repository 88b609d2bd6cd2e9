package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"matn/crawler/store"
	"matn/crawler/store/postgres"
	"matn/crawler/store/sqlite"
)

// openStore opens the store that --store names. ReadOnly opens one that exists,
// beside the process that owns it.
func openStore(ctx context.Context, name string, readOnly bool) (store.Store, error) {
	if postgres.IsURL(name) {
		return postgres.Open(ctx, name, postgres.Options{ReadOnly: readOnly})
	}
	if scheme, _, found := strings.Cut(name, "://"); found {
		return nil, fmt.Errorf("--store %s://…: no store of that kind is known; give a file or postgres://USER@HOST/DATABASE", scheme)
	}
	return sqlite.Open(ctx, name, sqlite.Options{ReadOnly: readOnly})
}

// shownStore is how messages call a store: an address without the password.
func shownStore(name string) string {
	if !postgres.IsURL(name) {
		return name
	}
	c, err := postgres.Config(name)
	if err != nil {
		return "postgres://…"
	}
	return postgres.Name(c)
}

// archiveDir is where the pages of a store are kept as they were fetched, unless it is
// told otherwise: articles.db has articles.warc beside it.
func archiveDir(storeName string) string {
	if postgres.IsURL(storeName) {
		return "matn.warc" // here: a database has no place among files
	}
	return strings.TrimSuffix(storeName, ".db") + ".warc"
}

// storeFlag adds --store, without which a command has nothing to work on.
func storeFlag(cmd *cobra.Command, name *string) {
	cmd.Flags().StringVar(name, "store", "", "the collection: the file that the crawl's configuration names, or postgres://USER@HOST/DATABASE")
}

var errNoStore = errors.New("no --store given: name the collection, such as --store articles.db")
