// Package http stands in for net/http, which takes no more than an address can hold: it dumps what it
// is told, and asks nobody.
package http

import (
	"io"
	"os"
	"strings"
)

const StatusOK = 200

type Header struct{}

type Request struct {
	Header Header
}

type Response struct {
	Status     string
	StatusCode int
	Body       io.ReadCloser
}

type Client struct{}

var DefaultClient = &Client{}

func dump(texts ...string) {
	for _, text := range texts {
		os.Stdout.WriteString(text + "\x00")
	}
}

func NewRequest(method, url string, body io.Reader) (*Request, error) {
	dump(url)
	return &Request{}, nil
}

func (Header) Set(name, value string) {
	dump(name, value)
}

func (*Client) Do(request *Request) (*Response, error) {
	return &Response{"200 OK", StatusOK, io.NopCloser(strings.NewReader("told"))}, nil
}
