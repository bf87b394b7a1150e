using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Writing;

/// <summary>Gathers the rows of a row group that is not full yet.</summary>
internal sealed class PendingRows
{
    private readonly PendingColumn[] _columns;
    private readonly ParquetWriteOptions _options;
    private long _bytes;

    /// <summary>Initializes rows, of which there are none.</summary>
    /// <param name="fields">The columns.</param>
    /// <param name="options">How large a row group may be.</param>
    public PendingRows(IEnumerable<WrittenField> fields, ParquetWriteOptions options)
    {
        _columns = [.. fields.Select(PendingColumn.Of)];
        _options = options;
    }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>Gets a value indicating whether the next row begins another row group.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds the rows of a table from one on, as many as fit.</summary>
    /// <returns>The first row that was not added.</returns>
    public int Fill(Frame frame, int first = 0)
    {
        int count = RowGroupCut.Fitting(frame, first, _options.RowGroupRows - RowCount, _options.RowGroupBytes - _bytes, isFirst: RowCount == 0);
        if (count > 0)
        {
            for (int i = 0; i < _columns.Length; i++)
            {
                _columns[i].Add(frame.Columns[i], first, count);
            }

            _bytes += CellBytes.Of(frame, first, count);
            RowCount += count;
        }

        IsFull = RowCount == _options.RowGroupRows || first + count < frame.RowCount;
        return first + count;
    }

    /// <summary>Gets the rows, which stay as they are until more are added.</summary>
    public Column[] ToColumns() => Array.ConvertAll(_columns, column => column.ToColumn());

    /// <summary>Forgets the rows.</summary>
    public void Clear()
    {
        Array.ForEach(_columns, column => column.Clear());
        (RowCount, _bytes, IsFull) = (0, 0, false);
    }
}
