using System.Threading.Channels;
using Modelyard.Agent.Journals;
using Modelyard.Agent.Sending;

namespace Modelyard.Agent;

/// <summary>Records what a service predicts and what came true, and sends it to a Modelyard server, also when that is away for a while. Safe from any thread.</summary>
/// <remarks>
/// What is recorded waits in memory for the disk, from where it is sent in its order; <see cref="FlushAsync"/> returns when all before it is on the disk. What is there outlives the death of the process and of the machine, and is sent when an agent is opened on the folder again.
/// What is sent twice, as after an answer that was lost, counts once: predictions by their time and request, labels as the last of a row counts.
/// </remarks>
public sealed class PredictionAgent : IAsyncDisposable
{
    private static readonly TimeSpan s_diskPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    private readonly AgentOptions _options;
    private readonly Journal _journal;
    private readonly ServerClient _client;
    private readonly Sender _sender;
    private readonly FaultTeller _faults;
    private readonly Channel<(Entry? Entry, TaskCompletionSource? Flushed)> _queue;

    // Callers may hold all threads of the pool while they wait for room: what makes it must not need one.
    private readonly object _changed = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _writing;
    private readonly Task _sending;
    private long _dropped;
    private int _isClosed;

    private PredictionAgent(AgentOptions options)
    {
        _options = options;
        _faults = new FaultTeller(options.Fault);
        _journal = new Journal(options.Folder);
        _client = new ServerClient(options);
        _sender = new Sender(options, _journal, _client, _faults);
        _queue = Channel.CreateBounded<(Entry?, TaskCompletionSource?)>(new BoundedChannelOptions(options.MaxQueued) { SingleReader = true });
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _sending = Task.Run(() => _sender.RunAsync(_end.Token));
    }

    /// <summary>Gets how it fares.</summary>
    public AgentStatus Status => new(_sender.Sent, _sender.Refused, Interlocked.Read(ref _dropped), _journal.WaitingBytes, _faults.Last);

    /// <summary>Opens an agent on its folder, and begins to send what is there.</summary>
    /// <param name="options">Where it sends to, and what it keeps.</param>
    /// <returns>The agent, to be disposed.</returns>
    /// <exception cref="ArgumentException">The options are none.</exception>
    /// <exception cref="IOException">Another agent uses the folder, or it cannot be written.</exception>
    public static PredictionAgent Open(AgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AgentOptions.Check(options);
        return new PredictionAgent(options);
    }

    /// <summary>Records a prediction.</summary>
    /// <param name="inputs">The inputs of the model by their names: texts, numbers, truth values, dates; null or NaN for a missing value.</param>
    /// <param name="output">What was predicted: a number, or the name of a class.</param>
    /// <param name="details">What else is known of it; null for nothing.</param>
    /// <returns>The identifier of the request, by which a label names it.</returns>
    /// <exception cref="ArgumentException">A value is of a kind that cannot be sent.</exception>
    /// <exception cref="ObjectDisposedException">The agent is closed.</exception>
    public string Record(IReadOnlyDictionary<string, object?> inputs, object output, PredictionDetails? details = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(output);
        details ??= new PredictionDetails();
        string request = details.Request is { } given ? EntryJson.CheckRequest(given) : Guid.CreateVersion7().ToString("N");
        Add(EntryJson.Of(inputs, output, details, request));
        return request;
    }

    /// <summary>Records what came true of a prediction.</summary>
    /// <param name="request">The identifier that <see cref="Record"/> gave.</param>
    /// <param name="label">The number or the name of the class; null takes a label back.</param>
    /// <exception cref="ArgumentException">A value is of a kind that cannot be sent.</exception>
    /// <exception cref="ObjectDisposedException">The agent is closed.</exception>
    public void Label(string request, object? label)
    {
        ArgumentNullException.ThrowIfNull(request);
        Add(EntryJson.OfLabel("request", EntryJson.CheckRequest(request), label, at: null));
    }

    /// <summary>Records what came true of the prediction that a key had at a moment.</summary>
    /// <param name="key">The key that the prediction was given.</param>
    /// <param name="label">The number or the name of the class; null takes a label back.</param>
    /// <param name="at">The moment that it is true for; null for now.</param>
    /// <exception cref="ArgumentException">A value is of a kind that cannot be sent.</exception>
    /// <exception cref="ObjectDisposedException">The agent is closed.</exception>
    public void LabelKey(string key, object? label, DateTimeOffset? at = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);

        // The moment is said here: when it is sent may be much later.
        Add(EntryJson.OfLabel("key", key, label, at ?? DateTimeOffset.UtcNow));
    }

    /// <summary>Waits until all that was recorded before is on the disk.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that ends then.</returns>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, this);
        await _queue.Writer.WriteAsync((null, flushed), cancellationToken).ConfigureAwait(false);
        Tell();
        await flushed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the server has taken, or refused, all that was recorded before.</summary>
    /// <param name="cancellationToken">Ends the waiting; what is not sent then is kept.</param>
    /// <returns>A task that ends then.</returns>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        while (_journal.WaitingBytes > 0)
        {
            await Task.Delay(s_look, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Brings all that was recorded to the disk and ends the sending; what is not sent is sent when the folder is opened again.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        _queue.Writer.Complete();
        Tell();
        await _writing.ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _sender.Dispose();
        _client.Dispose();
        _journal.Dispose();
        _end.Dispose();
    }

    private void Add(Entry entry)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, this);
        if (!_queue.Writer.TryWrite((entry, null)) && !WaitFor(entry))
        {
            Drop(1, "The disk does not keep up, and records are dropped.");
            return;
        }

        Tell();
    }

    /// <summary>Wakes who waits for records, or for room.</summary>
    private void Tell()
    {
        lock (_changed)
        {
            Monitor.PulseAll(_changed);
        }
    }

    /// <summary>Waits for room, as long as the options allow.</summary>
    private bool WaitFor(Entry entry)
    {
        long started = Environment.TickCount64;
        while (Volatile.Read(ref _isClosed) == 0)
        {
            TimeSpan left = _options.MaxWait - TimeSpan.FromMilliseconds(Environment.TickCount64 - started);
            if (_options.MaxWait != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero)
            {
                return false;
            }

            lock (_changed)
            {
                Monitor.Wait(_changed, _options.MaxWait == Timeout.InfiniteTimeSpan || left > s_look ? s_look : left);
            }

            if (_queue.Writer.TryWrite((entry, null)))
            {
                return true;
            }
        }

        return false;
    }

    private void Drop(int count, string fault)
    {
        Interlocked.Add(ref _dropped, count);
        _faults.Tell(fault);
    }

    /// <summary>Takes all that waits, brings it to the disk at once, and then takes what has come meanwhile.</summary>
    private void Write()
    {
        List<Entry> entries = [];
        List<TaskCompletionSource> flushed = [];
        while (!_queue.Reader.Completion.IsCompleted)
        {
            while (entries.Count < _options.MaxQueued && _queue.Reader.TryRead(out (Entry? Entry, TaskCompletionSource? Flushed) one))
            {
                if (one.Entry is not null)
                {
                    entries.Add(one.Entry);
                }
                else
                {
                    flushed.Add(one.Flushed!);
                }
            }

            if (entries.Count == 0 && flushed.Count == 0)
            {
                lock (_changed)
                {
                    if (!_queue.Reader.TryPeek(out _) && !_queue.Reader.Completion.IsCompleted)
                    {
                        Monitor.Wait(_changed);
                    }
                }

                continue;
            }

            Tell();
            Keep(entries);
            flushed.ForEach(one => one.TrySetResult());
            entries.Clear();
            flushed.Clear();
        }
    }

    /// <summary>Brings records to the disk; while it fails it is tried again, and while the agent is closed, once.</summary>
    private void Keep(List<Entry> entries)
    {
        while (entries.Count > 0)
        {
            if (_journal.WaitingBytes >= _options.MaxBytes)
            {
                Drop(entries.Count, $"The folder '{_options.Folder}' of the agent holds the {_options.MaxBytes} bytes that it may, and new records are dropped.");
                return;
            }

            try
            {
                _journal.Append(entries);
                _sender.Wake();
                return;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                _faults.Tell($"The folder '{_options.Folder}' of the agent cannot be written: {fault.Message}");
            }

            if (Volatile.Read(ref _isClosed) != 0)
            {
                Drop(entries.Count, "The agent is closed while its folder cannot be written, and records are dropped.");
                return;
            }

            Thread.Sleep(s_diskPause);
        }
    }
}
