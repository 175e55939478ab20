package signal

import "context"

// StopStreamRequest gives a stream back (【必选】stopstream).
type StopStreamRequest struct {
	Ticket
}

// StopStream tells the server to stop sending. Until then, or until the media
// connection times out, it goes on sending and billing. The request outlives
// the page that makes it: stopping is what pages do as they go.
func (c *Client) StopStream(ctx context.Context, req StopStreamRequest) error {
	return c.call(ctx, EndpointStopStream, req, nil, true)
}
