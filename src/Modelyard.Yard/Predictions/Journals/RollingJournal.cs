namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Appends records to the journal of their day, and begins the next when one is long or old, or cannot be written to. Safe for any number of threads.</summary>
internal sealed class RollingJournal(SegmentFolder folder, SegmentKind kind, ReadOnlyMemory<byte> header, PredictionLogOptions options, TimeProvider clock) : IDisposable
{
    // What is logged as it happens is of one day, around midnight of two; more come from a batch of old predictions.
    private const int MostOpen = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<DateOnly, (JournalFile Journal, DateTime Begun)> _open = [];
    private bool _isDisposed;

    /// <summary>Appends a record; what this has returned from survives the death of the process.</summary>
    /// <param name="day">The day of the record.</param>
    /// <param name="framed">The record behind room for its frame.</param>
    /// <param name="isDurable">True to return only when the record is on the disk.</param>
    /// <exception cref="IOException">The record cannot be written.</exception>
    internal void Append(DateOnly day, Span<byte> framed, bool isDurable)
    {
        JournalFile journal;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            journal = Of(day);
            journal.Append(framed);
        }

        // Outside of the gate, so that others append while the disk works, and share the next flush.
        if (isDurable)
        {
            journal.Sync();
        }
    }

    /// <summary>Brings what was appended to the disk, and closes journals that are over though nothing came.</summary>
    internal void Sync()
    {
        JournalFile[] journals;
        lock (_gate)
        {
            CloseThat(IsOver);
            journals = [.. _open.Values.Select(one => one.Journal)];
        }

        Array.ForEach(journals, journal => journal.Sync());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            CloseThat(_ => true);
        }
    }

    private JournalFile Of(DateOnly day)
    {
        if (_open.TryGetValue(day, out (JournalFile Journal, DateTime Begun) open))
        {
            if (!IsOver(open))
            {
                return open.Journal;
            }

            Close(day);
        }

        if (_open.Count >= MostOpen)
        {
            Close(_open.MinBy(one => one.Value.Begun).Key);
        }

        DateTime now = clock.GetUtcNow().UtcDateTime;
        var journal = new JournalFile(folder.NewJournal(kind, day, now), header.Span);
        _open.Add(day, (journal, now));
        return journal;
    }

    private bool IsOver((JournalFile Journal, DateTime Begun) open)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        return open.Journal.IsBroken || open.Journal.Length >= options.JournalBytes || now - open.Begun >= options.JournalAge || now.Date != open.Begun.Date;
    }

    private void CloseThat(Func<(JournalFile Journal, DateTime Begun), bool> isOver)
    {
        foreach (DateOnly day in _open.Where(one => isOver(one.Value)).Select(one => one.Key).ToList())
        {
            Close(day);
        }
    }

    private void Close(DateOnly day)
    {
        _open.Remove(day, out (JournalFile Journal, DateTime Begun) open);
        open.Journal.Dispose();
    }
}
