using System.Net;
using System.Net.Http.Headers;

namespace EndToEnd.Serving;

/// <summary>Represents the body of a request of which the second half waits for a word.</summary>
internal sealed class SlowContent : HttpContent
{
    private readonly byte[] _bytes;
    private readonly TaskCompletionSource _halfSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlowContent(byte[] bytes)
    {
        _bytes = bytes;
        Headers.ContentType = new MediaTypeHeaderValue("text/csv");
    }

    /// <summary>Gets a task that ends when half of the body is on its way.</summary>
    public Task HalfSent => _halfSent.Task;

    public void SendTheRest() => _rest.SetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_bytes.AsMemory(0, _bytes.Length / 2));
        await stream.FlushAsync();

        // The server has certainly begun with the request after this long on its own machine.
        await Task.Delay(300);
        _halfSent.SetResult();
        await _rest.Task;
        await stream.WriteAsync(_bytes.AsMemory(_bytes.Length / 2));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
