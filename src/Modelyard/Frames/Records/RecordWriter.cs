using System.ComponentModel;

namespace Modelyard.Frames.Records;

/// <summary>Makes a table of records. Generated code asks it for a buffer for each column, and fills them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RecordWriter
{
    private readonly IReadOnlyList<RecordColumn> _columns;
    private readonly CellBuffer[] _buffers;
    private readonly int _rows;

    internal RecordWriter(IReadOnlyList<RecordColumn> columns, int rows, long firstRow = 0)
    {
        _columns = columns;
        _rows = rows;
        _buffers = new CellBuffer[columns.Count];
        Faults = new RecordFaults(firstRow);
    }

    internal RecordFaults Faults { get; }

    /// <summary>Creates the buffer of a column of booleans.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>An empty buffer.</returns>
    public BooleanBuffer Booleans(int column) => Put(column, new BooleanBuffer(_columns[column], _rows, Faults));

    /// <summary>Creates the buffer of a column of integers.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>An empty buffer.</returns>
    public IntegerBuffer Integers(int column) => Put(column, new IntegerBuffer(_columns[column], _rows, Faults));

    /// <summary>Creates the buffer of a column of numbers.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>An empty buffer.</returns>
    public DoubleBuffer Doubles(int column) => Put(column, new DoubleBuffer(_columns[column], _rows, Faults));

    /// <summary>Creates the buffer of a column of texts.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>An empty buffer.</returns>
    public TextBuffer Texts(int column) => Put(column, new TextBuffer(_columns[column], _rows, Faults));

    /// <summary>Creates the buffer of a column of texts that repeat.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>An empty buffer.</returns>
    public CategoryBuffer Categories(int column) => Put(column, new CategoryBuffer(_columns[column], _rows, Faults));

    /// <summary>Creates the buffer of a column of the values of an enumeration.</summary>
    /// <param name="column">The number of the column.</param>
    /// <param name="levels">The names of the values, in their order.</param>
    /// <returns>An empty buffer.</returns>
    public LevelBuffer Levels(int column, string[] levels) => Put(column, new LevelBuffer(_columns[column], _rows, Faults, levels));

    /// <summary>Creates the buffer of a column of times.</summary>
    /// <param name="column">The number of the column.</param>
    /// <returns>An empty buffer.</returns>
    public TimeBuffer Times(int column) => Put(column, new TimeBuffer(_columns[column], _rows, Faults));

    /// <summary>Creates the table, that of the faults too, whose cells are missing.</summary>
    internal Frame ToFrame() => Frame.Of(_buffers.Select(buffer => buffer.ToColumn()));

    private T Put<T>(int column, T buffer)
        where T : CellBuffer
    {
        _buffers[column] = buffer;
        return buffer;
    }
}
