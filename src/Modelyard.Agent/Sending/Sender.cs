using Modelyard.Agent.Journals;

namespace Modelyard.Agent.Sending;

/// <summary>Sends what a journal keeps, in its order, and tries again until it is taken.</summary>
internal sealed class Sender(AgentOptions options, Journal journal, ServerClient client, FaultTeller faults) : IDisposable
{
    private const int BatchBytes = 4 << 20;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);
    private readonly RefusedFile _refusedFile = new(options.Folder, options.MaxRefusedBytes);
    private readonly SemaphoreSlim _news = new(0, 1);
    private long _sent;
    private long _refused;

    internal long Sent => Interlocked.Read(ref _sent);

    internal long Refused => Interlocked.Read(ref _refused);

    /// <summary>Says that there is something to send.</summary>
    internal void Wake()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It knows already.
        }
    }

    /// <summary>Sends until it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        TimeSpan pause = s_firstPause;
        while (true)
        {
            SendResult result;
            try
            {
                List<(Entry Entry, Place End)> entries = journal.Read(options.BatchRows, BatchBytes);
                if (entries.Count == 0)
                {
                    await _news.WaitAsync(cancellation).ConfigureAwait(false);
                    continue;
                }

                result = await SendAsync(entries, cancellation).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever fails, the disk or what gives the token, is tried again: what is recorded must not stay here.
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                result = new SendResult(SendOutcome.Again, $"What the folder '{options.Folder}' keeps cannot be sent: {fault.Message}", null);
            }

            if (result.Outcome == SendOutcome.Again)
            {
                faults.Tell(result.Fault!);
                await Task.Delay(Jittered(result.Wait > pause ? result.Wait.Value : pause), cancellation).ConfigureAwait(false);
                pause = pause * 2 < options.MaxPause ? pause * 2 : options.MaxPause;
            }
            else
            {
                pause = s_firstPause;
            }
        }
    }

    public void Dispose() => _news.Dispose();

    // Many agents that a server was away for must not all come back at the same moment.
    private static TimeSpan Jittered(TimeSpan pause) => pause * (1 + Random.Shared.NextDouble());

    /// <summary>Sends entries; of those that are refused as a whole, the halves, until it is known which one is the cause.</summary>
    private async Task<SendResult> SendAsync(List<(Entry Entry, Place End)> entries, CancellationToken cancellation)
    {
        SendResult result = await client.SendAsync(entries.ConvertAll(one => one.Entry), cancellation).ConfigureAwait(false);
        switch (result.Outcome)
        {
            case SendOutcome.Taken:
                faults.Clear();
                journal.MoveTo(entries[^1].End);
                Interlocked.Add(ref _sent, entries.Count);
                break;
            case SendOutcome.Refused when entries.Count == 1:
                bool isKept = _refusedFile.Add(entries[0].Entry, result.Fault!);
                journal.MoveTo(entries[0].End);
                Interlocked.Increment(ref _refused);
                faults.Tell($"A record was refused and {(isKept ? "is set aside in 'refused.ndjson'" : "is not kept, as 'refused.ndjson' is full; look at that file and remove it")}. {result.Fault}");
                return result with { Outcome = SendOutcome.Taken };
            case SendOutcome.Refused:
                int half = entries.Count / 2;
                SendResult first = await SendAsync(entries[..half], cancellation).ConfigureAwait(false);
                return first.Outcome == SendOutcome.Again ? first : await SendAsync(entries[half..], cancellation).ConfigureAwait(false);
        }

        return result;
    }
}
