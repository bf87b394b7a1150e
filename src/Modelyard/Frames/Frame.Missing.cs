using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <content>Missing cells.</content>
public sealed partial class Frame
{
    /// <summary>Keeps the rows whose cells are present.</summary>
    /// <param name="columns">The names of the columns that are looked at; all if null.</param>
    /// <param name="least">How many of these cells a row needs: 1 drops only rows without any; all of them if null.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public Frame DropMissing(IReadOnlyList<string>? columns = null, int? least = null)
    {
        Column[] seen = columns is null ? _columns : [.. columns.Select(name => this[name])];
        ArgumentOutOfRangeException.ThrowIfNegative(least ?? 0, nameof(least));
        int needed = least ?? seen.Length;
        if (needed == seen.Length && Array.TrueForAll(seen, column => column.MissingCount == 0))
        {
            return Recorded("drop-missing", this, ("columns", LineageText.Names(columns)));
        }

        int[] present = new int[RowCount];
        foreach (Column column in seen)
        {
            for (int row = 0; row < present.Length; row++)
            {
                present[row] += column.IsMissing(row) ? 0 : 1;
            }
        }

        return Filter(Array.ConvertAll(present, count => count >= needed)).Recorded("drop-missing", this, ("columns", LineageText.Names(columns)), ("least", least is null ? null : $"{least}"));
    }

    /// <summary>Puts a value in place of missing cells.</summary>
    /// <param name="value">The value, of a kind that goes with the columns.</param>
    /// <param name="columns">The names of the columns that are filled; all that can hold the value if null.</param>
    /// <returns>A new frame. Integers that are filled with a number that is none become doubles; a category gets the value as a level.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A named column cannot hold the value.</exception>
    public Frame FillMissing(Label value, IReadOnlyList<string>? columns = null) =>
        Replace(columns ?? [.. _columns.Where(column => ColumnFilling.Goes(column.Kind, value)).Select(column => column.Name)], column => column.FillMissing(value), "fill-missing", ("value", value.ToString()));

    /// <summary>Puts the last cell above that is present in place of missing cells.</summary>
    /// <param name="columns">The names of the columns that are filled; all if null.</param>
    /// <param name="limit">The greatest number of missing cells in a row that are filled; any if null.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public Frame FillForward(IReadOnlyList<string>? columns = null, int? limit = null) => Replace(columns, column => column.FillForward(limit), "fill-forward", ("limit", limit is null ? null : $"{limit}"));

    /// <summary>Puts the next cell below that is present in place of missing cells.</summary>
    /// <param name="columns">The names of the columns that are filled; all if null.</param>
    /// <param name="limit">The greatest number of missing cells in a row that are filled; any if null.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public Frame FillBackward(IReadOnlyList<string>? columns = null, int? limit = null) => Replace(columns, column => column.FillBackward(limit), "fill-backward", ("limit", limit is null ? null : $"{limit}"));

    private Frame Replace(IReadOnlyList<string>? names, Func<Column, Column> change, string verb, (string Name, string? Value) parameter)
    {
        HashSet<int> changed = [.. (names ?? [.. _columns.Select(column => column.Name)]).Select(PositionOf)];
        return new Frame([.. _columns.Select((column, position) => changed.Contains(position) ? change(column) : column)], RowCount)
            .Recorded(verb, this, ("columns", LineageText.Names(names)), parameter);
    }
}
