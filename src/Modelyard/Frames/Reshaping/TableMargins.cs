using Modelyard.Frames.Lineage;

namespace Modelyard.Frames.Reshaping;

/// <summary>Puts totals below and beside the cells of a pivot table.</summary>
/// <param name="rows">The rows of the long table that have all keys.</param>
/// <param name="index">The keys of the rows.</param>
/// <param name="columns">The keys of the columns; there may be none.</param>
/// <param name="aggregates">What is computed.</param>
/// <param name="name">The key of the totals.</param>
internal sealed class TableMargins(Frame rows, IReadOnlyList<string> index, IReadOnlyList<string> columns, IReadOnlyList<Aggregate> aggregates, string name)
{
    /// <summary>Adds the totals.</summary>
    /// <param name="wide">The pivot table, with the names of the aggregates as the outermost level of the columns.</param>
    public IndexedFrame AddTo(IndexedFrame wide)
    {
        RequireFree(wide.Rows);
        Frame grand = rows.Aggregate(aggregates);
        int width = wide.ColumnCount / aggregates.Count;
        Frame below = columns.Count == 0 ? grand : rows.GroupBy(columns).Aggregate(aggregates), beside = rows.GroupBy(index).Aggregate(aggregates);
        List<Column> cells = [];
        List<int> keys = [];
        for (int one = 0; one < aggregates.Count; one++)
        {
            Column totals = below.Columns[below.Columns.Count - aggregates.Count + one];
            for (int column = 0; column < width; column++)
            {
                cells.Add(ColumnStack.Of("cells", [wide.Cells[(one * width) + column], totals.Take([column])]));
                keys.Add((one * width) + column);
            }

            if (columns.Count > 0)
            {
                cells.Add(ColumnStack.Of("cells", [beside.Columns[index.Count + one], grand.Columns[one]]));
                keys.Add(~(one * width));
            }
        }

        Column[] rowLevels = [.. wide.Rows.Levels.Select((level, position) => position == 0 ? Named(level) : level.TakeOrMissing([.. Enumerable.Range(0, level.Length), Column.Gap]))];
        return new IndexedFrame(
            new MultiIndex(rowLevels, wide.Rows.Names, wide.RowCount + 1),
            columns.Count == 0 ? wide.Columns : Widen(wide.Columns, keys),
            [.. cells]).Recorded("margins", [wide.Lineage], place => place < wide.Rows.LevelCount ? [At(wide, place)] : Origins(wide, keys[place - wide.Rows.LevelCount], width));
    }

    /// <summary>Tells where a column comes from: one of totals from all those that it is the total of.</summary>
    private static ColumnOrigin[] Origins(IndexedFrame wide, int key, int width) => key >= 0
        ? [At(wide, wide.Rows.LevelCount + key)]
        : [.. Enumerable.Range(wide.Rows.LevelCount + ~key, width).Select(place => At(wide, place))];

    private static ColumnOrigin At(IndexedFrame wide, int place) => new(wide.Lineage, wide.Lineage.Columns[place]);

    private void RequireFree(MultiIndex keys)
    {
        Column outermost = keys.Levels[0];
        for (int row = 0; row < outermost.Length; row++)
        {
            if (!outermost.IsMissing(row) && outermost.FormatCell(row) == name)
            {
                throw new ModelyardException($"The column '{outermost.Name}' holds the text '{name}', which the totals were to be called; choose another MarginsName.");
            }
        }
    }

    /// <summary>Gives the columns of totals, marked by complements of a column of their aggregate, their keys.</summary>
    private MultiIndex Widen(MultiIndex old, List<int> keys)
    {
        // The outermost level says the aggregate, the next is that of the totals' name.
        var levels = new Column[old.LevelCount];
        for (int level = 0; level < levels.Length; level++)
        {
            Column labels = old.Levels[level];
            if (level == 1)
            {
                Column named = Named(labels);
                levels[level] = named.Take([.. keys.Select(key => key < 0 ? labels.Length : key)]);
                continue;
            }

            levels[level] = labels.TakeOrMissing([.. keys.Select(key => key >= 0 ? key : level == 0 ? ~key : Column.Gap)]);
        }

        return new MultiIndex(levels, old.Names, keys.Count);
    }

    /// <summary>Puts the name of the totals below the labels of a level, which become texts if they are none.</summary>
    private Column Named(Column level)
    {
        Column texts = level.Kind is ColumnKind.Text or ColumnKind.Category
            ? level
            : new TextColumn(level.Name, Enumerable.Range(0, level.Length).Select(row => level.IsMissing(row) ? null : level.FormatCell(row)));
        Column total = new TextColumn(level.Name, [name]);
        return ColumnStack.Of(level.Name, [texts, total]);
    }
}
