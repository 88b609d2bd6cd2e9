package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// inputFile is a path to read, or one that cannot be.
type inputFile struct {
	path string // "-" is standard input
	name string // where -o DIR puts it: slash separated, relative, without extension
	err  error
}

// pageExtensions are what files of a directory must end in to be read. Web pages
// that a crawler saved keep the names of what served them (.php, .aspx).
var pageExtensions = []string{
	".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".asp", ".aspx", ".jsp",
	".txt", ".text", ".warc", ".wet",
}

// lineExtensions are those of lines of JSON. They are read in place of pages where they
// are asked for: what matn itself wrote beside the pages is not to be read as some.
var lineExtensions = []string{".jsonl", ".ndjson"}

// packedExtensions may follow those.
var packedExtensions = []string{".gz", ".zst", ".br"}

// extensionsOf are what files of a directory must end in to be of a kind.
func extensionsOf(k kind) []string {
	if k == kindJSONL {
		return lineExtensions
	}
	return pageExtensions
}

func extensionHelp(extensions []string) string {
	return strings.Join(extensions, " ") + ", also with " + strings.Join(packedExtensions, " ")
}

// findFiles lists what to read, in order: paths as given, directories with what
// is below them and has one of the extensions. It reports whether there may be several articles. What cannot be
// read is listed with its error, and the rest goes on.
func findFiles(args, extensions []string) (files []inputFile, many bool) {
	many = len(args) > 1
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case arg == "-":
			files = append(files, inputFile{path: arg, name: "stdin"})
		case err != nil:
			files = append(files, inputFile{path: arg, err: pathError(err)})
		case info.IsDir():
			many = true
			files = append(files, findIn(arg, extensions)...)
		default:
			files = append(files, inputFile{path: arg, name: bareName(filepath.Base(arg))})
		}
	}
	return files, many
}

// findIn lists the pages below a directory.
func findIn(dir string, extensions []string) []inputFile {
	var files []inputFile
	visit := func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			files = append(files, inputFile{path: path, err: pathError(err)})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		hidden := path != dir && strings.HasPrefix(d.Name(), ".")
		switch {
		case d.IsDir() && hidden:
			return fs.SkipDir
		case !d.IsDir() && !hidden && isPageName(d.Name(), extensions) && isFile(path, d):
			rel, err := filepath.Rel(dir, path)
			if err != nil {
				rel = d.Name()
			}
			files = append(files, inputFile{path: path, name: bareName(filepath.ToSlash(rel))})
		}
		return nil
	}
	if err := filepath.WalkDir(dir, visit); err != nil {
		files = append(files, inputFile{path: dir, err: pathError(err)})
	}
	return files
}

// isFile follows links to files, but not to directories, which may be circles.
func isFile(path string, d fs.DirEntry) bool {
	if d.Type().IsRegular() {
		return true
	}
	info, err := os.Stat(path)
	return d.Type()&fs.ModeSymlink != 0 && (err != nil || info.Mode().IsRegular())
}

// isPageName looks at the extension, behind that of a compression.
func isPageName(name string, extensions []string) bool {
	name = strings.ToLower(name)
	inner := unpackedName(name)
	ext := filepath.Ext(inner)
	return slices.Contains(extensions, ext) || ext == "" && inner != name
}

// unpackedName takes the extension of a compression off.
func unpackedName(name string) string {
	for _, ext := range packedExtensions {
		if len(name) > len(ext) && strings.EqualFold(name[len(name)-len(ext):], ext) {
			return name[:len(name)-len(ext)]
		}
	}
	return name
}

// bareName takes the extensions of pages off: "a/page.html.gz" is "a/page".
func bareName(name string) string {
	name = unpackedName(name)
	ext := filepath.Ext(name)
	if slices.Contains(pageExtensions, strings.ToLower(ext)) && filepath.Base(name) != ext {
		return strings.TrimSuffix(name, ext)
	}
	return name
}
