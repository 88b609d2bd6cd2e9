package transfer_test

import (
	"context"
	"fmt"
	"log"

	"matn/crawler/store/postgres"
	"matn/crawler/store/sqlite"
	"matn/crawler/store/transfer"
)

func ExampleCopy() {
	ctx := context.Background()
	from, err := sqlite.Open(ctx, "articles.db", sqlite.Options{ReadOnly: true})
	if err != nil {
		log.Print(err)
		return
	}
	defer from.Close()
	to, err := postgres.Open(ctx, "postgres://matn@db.example/news", postgres.Options{})
	if err != nil {
		log.Print(err)
		return
	}
	defer to.Close()
	tables, err := transfer.Copy(ctx, from, to, nil)
	for _, t := range tables {
		fmt.Println(t.Name, t.Rows, t.Sum)
	}
	if err != nil {
		log.Print(err)
	}
}
