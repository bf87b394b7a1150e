using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;
using Modelyard.Frames.Csv;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Reads a column from the first row group to the last, so many rows at a time, and holds no more than a page beside them.</summary>
internal sealed class ColumnStream(ByteSource source, FlatField field, IReadOnlyList<RowGroup> groups, ColumnKind? kind) : IDisposable
{
    private ColumnCursor? _cursor;
    private Column? _page;
    private ColumnCells? _scratch;
    private int _next;
    private int _pageRows;
    private int _at;

    /// <summary>Reads rows.</summary>
    /// <param name="count">The number of rows, of which there must be so many.</param>
    public Column Take(int count)
    {
        ColumnJoin? join = null;
        while (true)
        {
            Find();
            int some = Math.Min(count - (join?.Rows ?? 0), _pageRows - _at);
            _page ??= Decode(isScratch: _pageRows != count);
            bool isWhole = some == count && some == _page.Length && (kind is null || _page.Kind == kind || field.Kind != ColumnKind.Category);
            if (isWhole)
            {
                _at += some;
                return _page;
            }

            join ??= new ColumnJoin(field.Name, kind, count);
            join.Add(_page, _at, some);
            _at += some;
            if (join.Rows == count)
            {
                return join.Build();
            }
        }
    }

    /// <summary>Passes over rows; pages that are passed over whole are not decoded.</summary>
    /// <param name="count">The number of rows, of which there must be so many.</param>
    public void Skip(int count)
    {
        while (count > 0)
        {
            Find();
            int some = Math.Min(count, _pageRows - _at);
            if (_page is null && _at == 0 && some == _pageRows)
            {
                _cursor!.Skip();
            }
            else
            {
                _page ??= Decode(isScratch: true);
            }

            _at += some;
            count -= some;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cursor?.Dispose();
        _scratch?.Release();
        _scratch = null;
    }

    /// <summary>Goes to the page of the next row.</summary>
    private void Find()
    {
        while (_at == _pageRows)
        {
            _page = null;
            _scratch?.Release();
            _scratch = null;
            (_at, _pageRows) = (0, 0);
            if (_cursor is null)
            {
                _cursor = _next < groups.Count ? new ColumnCursor(source, field, groups[_next++], isLent: true) : throw new ParquetFormatException("The columns have fewer rows than their row groups.") { Column = field.Name };
            }

            if (_cursor.Next(ColumnCells.Of(field, 0, kind)))
            {
                _pageRows = _cursor.PageRows;
            }
            else
            {
                _cursor.Dispose();
                _cursor = null;
            }
        }
    }

    /// <summary>Decodes the page.</summary>
    /// <param name="isScratch">Whether the column is one of which rows are copied, and no one else keeps it.</param>
    private Column Decode(bool isScratch)
    {
        // Whether few texts are a category is for the whole to decide, not for a page.
        var cells = ColumnCells.Of(field, _pageRows, kind == ColumnKind.Text ? kind : null, isScratch);
        _scratch = isScratch ? cells : null;
        _cursor!.Decode(cells, 0);

        // Of many columns, each with a page as it is packed and as it is unpacked, these would be most of the memory.
        _cursor.Release();
        Column page = cells.Build(1);
        if (cells is TimeCells { HasOutside: true })
        {
            HasOutside = true;
        }

        return page;
    }

    /// <summary>Gets a value indicating whether a time lies outside the years that a timestamp holds.</summary>
    public bool HasOutside { get; private set; }
}
