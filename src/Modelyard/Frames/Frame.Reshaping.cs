using Modelyard.Frames.Reshaping;

namespace Modelyard.Frames;

/// <content>Reshaping between wide and long.</content>
public sealed partial class Frame
{
    /// <summary>Makes a wide table long: several columns become two, the name and the cell, one row for each.</summary>
    /// <param name="idVars">The names of the columns that are repeated beside each cell; none if null.</param>
    /// <param name="valueVars">The names of the columns that are gathered; all others if null.</param>
    /// <param name="varName">The name of the new column of names.</param>
    /// <param name="valueName">The name of the new column of cells. Integers and doubles together become doubles, categories and text become text.</param>
    /// <returns>A table of as many rows as there are cells, column after column.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">The gathered columns hold kinds that do not go together, or a new name is that of a repeated column.</exception>
    public Frame Melt(IReadOnlyList<string>? idVars = null, IReadOnlyList<string>? valueVars = null, string varName = "variable", string valueName = "value")
    {
        Column[] repeated = [.. (idVars ?? []).Select(name => this[name])];
        var taken = repeated.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        Column[] gathered = valueVars is null ? [.. _columns.Where(column => !taken.Contains(column.Name))] : [.. valueVars.Select(name => this[name])];
        if (varName == valueName || taken.Contains(varName) || taken.Contains(valueName))
        {
            throw new ModelyardException($"The melted table would have two columns '{(varName == valueName || taken.Contains(varName) ? varName : valueName)}'; choose other names for the new columns.");
        }

        if (gathered.Length == 0)
        {
            throw new ModelyardException("There is no column to gather; name at least one, or fewer columns to repeat.");
        }

        int[] rows = new int[checked(RowCount * gathered.Length)];
        int[] codes = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            (codes[i], rows[i]) = Math.DivRem(i, RowCount);
        }

        return Of(
        [
            .. repeated.Select(column => column.Take(rows)),
            new CategoryColumn(varName, codes, [.. gathered.Select(column => column.Name)]),
            ColumnStack.Of(valueName, gathered),
        ]);
    }

    /// <summary>Makes a long table wide: the inverse of <see cref="Melt"/>.</summary>
    /// <param name="index">The names of the columns that stay, one row for each of their combinations; at least one.</param>
    /// <param name="columns">The name of the column whose cells become names.</param>
    /// <param name="values">The name of the column whose cells become the table.</param>
    /// <returns>The index, sorted, and a column for each of the names, sorted; of a category in the order of its levels. A cell that the long table lacks is missing.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">Two rows compete for one cell, a name is missing, or two columns would have the same name.</exception>
    public Frame Pivot(IReadOnlyList<string> index, string columns, string values)
    {
        ArgumentNullException.ThrowIfNull(index);
        return new TablePivot(this, index, this[columns], this[values]).Run();
    }
}
