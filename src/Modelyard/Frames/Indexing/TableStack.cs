using Modelyard.Numerics;

namespace Modelyard.Frames.Indexing;

/// <summary>Moves levels of the columns to the rows.</summary>
/// <param name="table">The table.</param>
/// <param name="levels">The positions of the levels, in the order in which they become the innermost levels of the rows.</param>
/// <param name="dropMissing">True to leave out rows that have no cell.</param>
internal sealed class TableStack(IndexedFrame table, int[] levels, bool dropMissing)
{
    /// <summary>Stacks.</summary>
    /// <summary>Gets the number of the column of the result that each column of the table went into.</summary>
    public int[] ColumnOf { get; private set; } = [];

    public IndexedFrame Run()
    {
        MultiIndex kept = table.Columns.Without(levels), moved = table.Columns.Select(levels);

        // Columns keep the order in which they first occur, so that what was unstacked comes back as it was. Labels are sorted, but for those
        // of a single level, whose order may mean something.
        (int[] labelOf, int[] firstOfLabel) = table.Columns.LevelCount == 1 ? EachAlone() : Sorted(levels);
        (int[] columnOf, int[] firstOfColumn) = AsTheyOccur([.. Enumerable.Range(0, table.Columns.LevelCount).Except(levels)]);
        ColumnOf = columnOf;
        int height = firstOfLabel.Length;
        Column?[][] parts = Parts(labelOf, height, columnOf, firstOfColumn.Length);
        int[] places = Places(parts, height);
        int[] rowOf = Array.ConvertAll(places, place => place / height), labels = Array.ConvertAll(places, place => firstOfLabel[place % height]);
        bool isWhole = places.Length == table.RowCount * height;
        var cells = new Column[parts.Length];
        ParallelLoop.For(cells.Length, Environment.ProcessorCount, column =>
        {
            Column interleaved = ColumnInterleave.Of(parts[column], table.RowCount);
            cells[column] = isWhole ? interleaved : interleaved.Take(places);
        });
        return new IndexedFrame(table.Rows.Take(rowOf).Beside(moved.Take(labels)), kept.Take(firstOfColumn), cells);
    }

    private (int[] Numbers, int[] First) EachAlone()
    {
        int[] numbers = [.. Enumerable.Range(0, table.ColumnCount)];
        return (numbers, numbers);
    }

    private (int[] Numbers, int[] First) Sorted(int[] chosen)
    {
        var keys = SortedKeys.Of(table.Columns.Codes(chosen), table.ColumnCount);
        return (keys.Numbers, keys.FirstRows());
    }

    private (int[] Numbers, int[] First) AsTheyOccur(int[] chosen)
    {
        (int[] numbers, int[] first) = Sorted(chosen);
        int[] order = [.. Enumerable.Range(0, first.Length)];
        Array.Sort(first, order);
        int[] places = new int[order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            places[order[place]] = place;
        }

        return (Array.ConvertAll(numbers, number => places[number]), first);
    }

    /// <summary>Finds for each column of the long table the columns that it is made of, one for each label; null where there is none.</summary>
    private Column?[][] Parts(int[] labelOf, int height, int[] columnOf, int width)
    {
        var parts = new Column?[width][];
        for (int column = 0; column < width; column++)
        {
            parts[column] = new Column?[height];
        }

        for (int column = 0; column < table.ColumnCount; column++)
        {
            ref Column? part = ref parts[columnOf[column]][labelOf[column]];
            part = part is null
                ? table.Cells[column]
                : throw new ModelyardException($"Two columns have the key ({table.Columns.Describe(column)}) and compete for one cell of each row; drop one of them first.");
        }

        return parts;
    }

    /// <summary>Lists the rows of the long table that stay: row by row of the table, and label by label within.</summary>
    private int[] Places(Column?[][] parts, int height)
    {
        int[] places = new int[checked(table.RowCount * height)];
        bool[] isComplete = [.. Enumerable.Range(0, height).Select(label => parts.Any(part => part[label] is { MissingCount: 0 }))];
        bool keepsAll = !dropMissing || Array.TrueForAll(isComplete, complete => complete);
        int count = 0;
        for (int place = 0; place < places.Length; place++)
        {
            places[count] = place;
            count += keepsAll || isComplete[place % height] || HasCell(parts, place / height, place % height) ? 1 : 0;
        }

        return count == places.Length ? places : places[..count];
    }

    private static bool HasCell(Column?[][] parts, int row, int label)
    {
        foreach (Column?[] part in parts)
        {
            if (part[label]?.IsMissing(row) == false)
            {
                return true;
            }
        }

        return false;
    }
}
