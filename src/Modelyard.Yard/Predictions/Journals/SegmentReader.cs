using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Reads the journal of a segment as tables of a bounded number of rows.</summary>
internal sealed class SegmentReader : IDisposable
{
    private const int ChunkRows = 50_000;

    private readonly SegmentKind _kind;
    private readonly string _path;
    private readonly JournalReader _reader;

    internal SegmentReader(SegmentKind kind, string path)
    {
        (_kind, _path) = (kind, path);
        _reader = new JournalReader(path);
    }

    /// <summary>Gets the number of bytes of a torn end, once all chunks were read.</summary>
    internal long Rest => _reader.Rest;

    /// <summary>Gets the position behind the last whole record that was read.</summary>
    internal long Position => _reader.Position;

    /// <summary>Reads the rows.</summary>
    /// <param name="after">The position behind the last record that is known already; 0 for all.</param>
    /// <returns>The chunks, none of them empty.</returns>
    /// <exception cref="YardException">The journal is damaged.</exception>
    internal IEnumerable<Frame> Chunks(long after = 0)
    {
        if (!_reader.TryRead(out ReadOnlySpan<byte> header))
        {
            yield break;
        }

        ISegmentRows rows = _kind == SegmentKind.Labels ? new LabelRows(_path) : new PredictionRows(PredictionHeader.Read(header, _path), _path);
        if (after > _reader.Position)
        {
            _reader.Skip(after);
        }

        while (ReadInto(rows))
        {
            if (rows.Count >= ChunkRows)
            {
                yield return rows.Take();
            }
        }

        if (rows.Count > 0)
        {
            yield return rows.Take();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    // A span cannot live in an iterator.
    private bool ReadInto(ISegmentRows rows)
    {
        if (!_reader.TryRead(out ReadOnlySpan<byte> record))
        {
            return false;
        }

        rows.Add(record);
        return true;
    }
}
