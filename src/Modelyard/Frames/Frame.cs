using System.Diagnostics.CodeAnalysis;
using Modelyard.Frames.Lineage;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <summary>Represents an immutable table: named columns of one length, in order.</summary>
/// <remarks>Verbs give a new frame and share the columns that they leave as they are. A frame is safe to read from any number of threads.</remarks>
public sealed partial class Frame
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _positions;
    private LineageStep? _lineage;

    // Below it the start of a thread takes longer than the copies.
    private const int LeastParallel = 1 << 17;

    private Frame(Column[] columns, int rowCount)
    {
        _columns = columns;
        RowCount = rowCount;
        _positions = new Dictionary<string, int>(columns.Length, StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++)
        {
            if (!_positions.TryAdd(columns[i].Name, i))
            {
                throw new ArgumentException($"The column '{columns[i].Name}' occurs twice and each name must be different.", nameof(columns));
            }

            if (columns[i].Length != rowCount)
            {
                throw new ArgumentException(
                    $"The column '{columns[i].Name}' has '{columns[i].Length}' rows and must have '{rowCount}' as the first has.", nameof(columns));
            }
        }
    }

    private Frame(Frame table, LineageStep lineage)
    {
        _columns = table._columns;
        _positions = table._positions;
        RowCount = table.RowCount;
        _lineage = lineage;
    }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Gets the columns, in order.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>Gets the column of a name.</summary>
    /// <param name="name">The name, in the same case.</param>
    /// <exception cref="UnknownColumnException">The table has no such column.</exception>
    public Column this[string name] => _columns[PositionOf(name)];

    /// <summary>Creates a frame of columns.</summary>
    /// <param name="columns">The columns, of one length, no two of the same name.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ArgumentException">Two columns have the same name, or the lengths differ.</exception>
    public static Frame Of(params IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Column[] array = [.. columns];
        return new Frame(array, array.Length == 0 ? 0 : array[0].Length);
    }

    /// <summary>Gets the column of a name, if there is one.</summary>
    /// <param name="name">The name, in the same case.</param>
    /// <param name="column">Receives the column, or null.</param>
    /// <returns>True if the table has such a column.</returns>
    public bool TryGetColumn(string name, [NotNullWhen(true)] out Column? column)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool found = _positions.TryGetValue(name, out int position);
        column = found ? _columns[position] : null;
        return found;
    }

    /// <summary>Gets the zero-based position of a column.</summary>
    /// <param name="name">The name, in the same case.</param>
    /// <returns>The position in <see cref="Columns"/>.</returns>
    /// <exception cref="UnknownColumnException">The table has no such column.</exception>
    public int PositionOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _positions.TryGetValue(name, out int position)
            ? position
            : throw new UnknownColumnException(name, _columns.Select(column => column.Name));
    }

    /// <summary>Creates a frame of the named columns, in the order named.</summary>
    /// <param name="names">The names.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public Frame Select(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new Frame([.. names.Select(name => this[name])], RowCount).Recorded("select", this);
    }

    /// <summary>Creates a frame without the named columns.</summary>
    /// <param name="names">The names.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public Frame Drop(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var dropped = names.Select(PositionOf).ToHashSet();
        return new Frame([.. _columns.Where((_, position) => !dropped.Contains(position))], RowCount)
            .Recorded("drop", this, ("columns", LineageText.Names(dropped.Order().Select(position => _columns[position].Name))));
    }

    /// <summary>Creates a frame with one more column, or with the column of that name replaced.</summary>
    /// <param name="column">The column, as long as the table; of any length if the table has no columns.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ArgumentException">The column is not as long as the table.</exception>
    public Frame With(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return Recorded(Put(column), [(column.Name, null, null)]);
    }

    /// <summary>Creates a frame in which one column has another name.</summary>
    /// <param name="name">The present name.</param>
    /// <param name="newName">The new name.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">The table has no such column.</exception>
    /// <exception cref="ArgumentException">Another column has the new name.</exception>
    public Frame Rename(string name, string newName)
    {
        int position = PositionOf(name);
        Column[] columns = [.. _columns];
        columns[position] = columns[position].Rename(newName);
        return new Frame(columns, RowCount).Recorded("rename", [this], [Made(newName, name)], (name, newName));
    }

    /// <summary>Creates a frame of the chosen rows, in the chosen order, each as often as it is named.</summary>
    /// <param name="rows">The zero-based rows.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the table.</exception>
    public Frame Take(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)RowCount)
            {
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"The row '{row}' is not in the table, which has '{RowCount}' rows.");
            }
        }

        var columns = new Column[_columns.Length];
        if (rows.Length < LeastParallel || columns.Length < 2)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                ParallelLoop.Check();
                columns[i] = _columns[i].Take(rows);
            }
        }
        else
        {
            int[] taken = rows.ToArray();
            ParallelLoop.For(columns.Length, Environment.ProcessorCount, i => columns[i] = _columns[i].Take(taken));
        }

        return new Frame(columns, rows.Length).Recorded("take", this);
    }

    /// <summary>Creates a frame of the first rows.</summary>
    /// <param name="count">The number of rows; all of them if there are fewer.</param>
    /// <returns>A new frame.</returns>
    public Frame Head(int count = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Take(RowNumbers(Math.Min(count, RowCount))).Recorded("head", this, ("rows", $"{count}"));
    }

    /// <summary>Creates a frame of the rows whose flag is true.</summary>
    /// <param name="keep">The flags, one a row.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ArgumentException">There is not one flag a row.</exception>
    public Frame Filter(ReadOnlySpan<bool> keep)
    {
        if (keep.Length != RowCount)
        {
            throw new ArgumentException($"There are '{keep.Length}' flags and must be '{RowCount}', one a row.", nameof(keep));
        }

        int[] rows = new int[RowCount];
        int kept = 0;
        for (int row = 0; row < keep.Length; row++)
        {
            rows[kept] = row;
            kept += keep[row] ? 1 : 0;
        }

        return Take(rows.AsSpan(0, kept)).Recorded("filter", this);
    }

    /// <summary>Creates a frame of the rows whose cell in a column of booleans is true; a missing cell drops its row.</summary>
    /// <param name="keep">The column, as long as the table.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ArgumentException">The column is not as long as the table.</exception>
    public Frame Filter(BooleanColumn keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        if (keep.MissingCount == 0)
        {
            return Filter(keep.Values);
        }

        bool[] flags = keep.Values.ToArray();
        for (int row = 0; row < flags.Length; row++)
        {
            flags[row] &= !keep.IsMissing(row);
        }

        return Filter(flags);
    }

    /// <summary>Creates a frame of the rows that a predicate accepts.</summary>
    /// <param name="keep">The predicate, given the zero-based row.</param>
    /// <returns>A new frame.</returns>
    public Frame Filter(Func<int, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        bool[] flags = new bool[RowCount];
        for (int row = 0; row < flags.Length; row++)
        {
            flags[row] = keep(row);
        }

        return Filter(flags);
    }

    /// <summary>Creates a frame of rows drawn at random without replacement, in the order of the table.</summary>
    /// <param name="count">The number of rows, at most those there are.</param>
    /// <param name="seed">The seed: the same seed draws the same rows.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or exceeds the rows.</exception>
    public Frame Sample(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, RowCount);

        // Selection sampling: Knuth, The Art of Computer Programming, volume 2, algorithm S.
        var random = new RandomStream(seed);
        int[] rows = new int[count];
        int chosen = 0;
        for (int row = 0; chosen < count; row++)
        {
            if (random.NextInt(RowCount - row) < count - chosen)
            {
                rows[chosen++] = row;
            }
        }

        return Take(rows).Recorded("sample", this, ("rows", $"{count}"), ("seed", $"{seed}"));
    }

    private Frame Put(Column column)
    {
        if (!_positions.TryGetValue(column.Name, out int position))
        {
            return new Frame([.. _columns, column], _columns.Length == 0 ? column.Length : RowCount);
        }

        Column[] columns = [.. _columns];
        columns[position] = column;
        return new Frame(columns, columns.Length == 1 ? column.Length : RowCount);
    }

    private static int[] RowNumbers(int count)
    {
        int[] rows = new int[count];
        for (int row = 0; row < count; row++)
        {
            rows[row] = row;
        }

        return rows;
    }
}
