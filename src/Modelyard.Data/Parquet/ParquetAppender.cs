using System.Runtime.InteropServices;
using System.Text;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet;

/// <summary>Appends frames to a table of DuckDB.</summary>
internal sealed unsafe class ParquetAppender : IDisposable
{
    private const int VectorRows = 2048;

    private readonly DuckDbApi _api;
    private readonly DuckDbType[] _types;
    private nint _appender;
    private nint _chunk;

    /// <summary>Creates the table.</summary>
    /// <param name="session">The session.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="columns">The columns, whose kinds count.</param>
    public ParquetAppender(DuckDbSession session, string table, IReadOnlyList<Column> columns)
    {
        _api = session.Api;
        _types = [.. columns.Select(ParquetVectors.TypeOf)];
        session.Run($"CREATE TABLE {DuckDbSession.Name(table)} ({string.Join(", ", columns.Select((column, i) => $"{DuckDbSession.Name(column.Name)} {ParquetVectors.NameOf(_types[i])}"))})");
        nint[] types = [.. _types.Select(type => _api.CreateType((int)type))];
        fixed (nint* first = types)
        fixed (byte* name = DuckDbSession.Text(table))
        {
            _chunk = _api.CreateChunk(first, (ulong)types.Length);
            for (int i = 0; i < types.Length; i++)
            {
                _api.DestroyType(first + i);
            }

            nint appender = 0;
            int state = _api.CreateAppender(session.Connection, null, name, &appender);
            _appender = appender;
            Check(state);
        }
    }

    /// <summary>Appends rows.</summary>
    /// <exception cref="DuckDbException">DuckDB refuses them.</exception>
    public void Append(Frame frame)
    {
        // Texts are not copied into the vectors but pointed at, so they must stay where they are.
        var pins = new List<GCHandle>();
        try
        {
            var texts = new nint[_types.Length];
            var levels = new DuckDbText[_types.Length][];
            for (int i = 0; i < _types.Length; i++)
            {
                texts[i] = frame.Columns[i] is TextColumn text ? Pin(text.Block, pins) : 0;
                levels[i] = frame.Columns[i] is CategoryColumn category ? Levels(category, pins) : [];
            }

            for (int first = 0; first < frame.RowCount; first += VectorRows)
            {
                Numerics.ParallelLoop.Check();
                int count = Math.Min(VectorRows, frame.RowCount - first);
                _api.ResetChunk(_chunk);
                for (int i = 0; i < _types.Length; i++)
                {
                    ParquetVectors.Fill(_api, _api.ChunkVector(_chunk, (ulong)i), frame.Columns[i], levels[i], first, count, (byte*)texts[i]);
                }

                _api.SetChunkSize(_chunk, (ulong)count);
                Check(_api.AppendChunk(_appender, _chunk));
            }
        }
        finally
        {
            pins.ForEach(pin => pin.Free());
        }
    }

    /// <summary>Ends the appending.</summary>
    /// <exception cref="DuckDbException">DuckDB refuses the rows.</exception>
    public void Complete() => Check(_api.CloseAppender(_appender));

    /// <inheritdoc/>
    public void Dispose()
    {
        nint chunk = _chunk, appender = _appender;
        _api.DestroyChunk(&chunk);
        if (appender != 0)
        {
            _ = _api.DestroyAppender(&appender);
        }

        (_chunk, _appender) = (0, 0);
    }

    private static nint Pin(byte[] bytes, List<GCHandle> pins)
    {
        pins.Add(GCHandle.Alloc(bytes, GCHandleType.Pinned));
        return pins[^1].AddrOfPinnedObject();
    }

    private static DuckDbText[] Levels(CategoryColumn category, List<GCHandle> pins)
    {
        var texts = new DuckDbText[category.Levels.Count];
        byte[][] bytes = [.. category.Levels.Select(Encoding.UTF8.GetBytes)];
        byte[] block = new byte[bytes.Sum(level => level.Length) + 1];
        var at = (byte*)Pin(block, pins);
        for (int level = 0; level < texts.Length; level++)
        {
            bytes[level].CopyTo(new Span<byte>(at, bytes[level].Length));
            fixed (DuckDbText* text = &texts[level])
            {
                DuckDbText.Write(text, at, bytes[level].Length);
            }

            at += bytes[level].Length;
        }

        return texts;
    }

    private void Check(int state)
    {
        if (state != 0)
        {
            throw new DuckDbException(Marshal.PtrToStringUTF8((nint)_api.AppenderError(_appender)) ?? "DuckDB does not take the rows and gives no reason.");
        }
    }
}
