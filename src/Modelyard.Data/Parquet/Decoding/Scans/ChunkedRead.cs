using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Reads the rows that hold conditions in frames of a number of rows, each column from page to page.</summary>
internal sealed class ChunkedRead : IDisposable
{
    private readonly ParquetReadOptions _options;
    private readonly FlatField[] _needed;
    private readonly ColumnStream[] _streams;
    private readonly FlatField[] _fields;
    private readonly FlatField[] _tested;
    private readonly IReadOnlyDictionary<string, ColumnKind> _kinds;
    private readonly int _rows;
    private long _left;
    private Frame? _held;

    /// <summary>Initializes a read before the first row.</summary>
    public ChunkedRead(ByteSource source, ParquetReadOptions options, FlatField[] fields, FlatField[] tested, RowGroup[] groups, IReadOnlyDictionary<string, ColumnKind> kinds, int rows)
    {
        _options = options;
        _fields = fields;
        _tested = tested;
        _kinds = kinds;
        _rows = rows;
        _left = groups.Sum(group => group.RowCount);

        // The columns that are compared come first: of the others only the rows that are left are read.
        _needed = [.. tested.Concat(fields).Distinct()];
        _streams = Array.ConvertAll(_needed, field => new ColumnStream(source, field, groups, FlatScan.KindOf(field, kinds)));
    }

    /// <summary>Reads the next frame; null after the last.</summary>
    public Frame? Next()
    {
        while (_left > 0)
        {
            int count = (int)Math.Min(_rows, _left);
            _left -= count;
            Frame? some = ReadWindow(count);
            if (some is null)
            {
                continue;
            }

            if (_options.Conditions.Count == 0)
            {
                return some;
            }

            if (_held is not null && _held.RowCount + some.RowCount > _rows)
            {
                (Frame full, _held) = (_held, some);
                return full;
            }

            _held = _held is null ? some : Join(_held, some);
        }

        (Frame? last, _held) = (_held, null);
        return last;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ColumnStream stream in _streams)
        {
            stream.Dispose();
        }
    }

    /// <summary>Reads the rows of a window that hold the conditions; null if none does.</summary>
    private Frame? ReadWindow(int count)
    {
        var columns = new Column[_needed.Length];
        int compared = _tested.Distinct().Count();
        ParallelLoop.For(compared, _options.Degree, i => columns[i] = _streams[i].Take(count));
        ulong[] keep = ConditionMask.All(count);
        for (int i = 0; i < _tested.Length; i++)
        {
            ConditionMask.Apply(_options.Conditions[i], columns[Array.IndexOf(_needed, _tested[i])], keep);
        }

        int[] rows = ConditionMask.Rows(keep);
        ParallelLoop.For(_needed.Length - compared, _options.Degree, i =>
        {
            if (rows.Length == 0)
            {
                _streams[compared + i].Skip(count);
            }
            else
            {
                columns[compared + i] = _streams[compared + i].Take(count);
            }
        });
        return rows.Length == 0 ? null : Frame.Of(_fields.Select(field => Chosen(columns, field, rows, count)));
    }

    private Column Chosen(Column[] columns, FlatField field, int[] rows, int count)
    {
        int at = Array.IndexOf(_needed, field);
        Column column = columns[at];
        if (rows.Length < count)
        {
            var join = new ColumnJoin(field.Name, FlatScan.KindOf(field, _kinds), rows.Length);
            join.Add(column, rows);
            column = join.Build();
        }

        if (_streams[at].HasOutside)
        {
            TimeCells.CheckYears((TimestampColumn)column, 0);
        }

        return column;
    }

    private Frame Join(Frame first, Frame second) => Frame.Of(_fields.Select((field, i) =>
    {
        var join = new ColumnJoin(field.Name, FlatScan.KindOf(field, _kinds), first.RowCount + second.RowCount);
        join.Add(first.Columns[i], 0, first.RowCount);
        join.Add(second.Columns[i], 0, second.RowCount);
        return join.Build();
    }));
}
