using System.Globalization;
using Modelyard.Frames.Lineage;
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

        if (gathered.DistinctBy(column => column.Name, StringComparer.Ordinal).Count() < gathered.Length || taken.Count < repeated.Length)
        {
            throw new ModelyardException("A column is named twice; name each column that is repeated or gathered once.");
        }

        if ((long)RowCount * gathered.Length > Array.MaxLength)
        {
            throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"The melted table would have '{(long)RowCount * gathered.Length:N0}' rows, more than a table can hold; melt it in parts."));
        }

        int[] rows = new int[RowCount * gathered.Length];
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
        ]).Recorded(
            "melt",
            [this],
            [Made(varName, gathered.Select(column => column.Name)), Made(valueName, gathered.Select(column => column.Name))],
            ("keep", LineageText.Names(idVars)),
            ("gather", LineageText.Names(gathered.Select(column => column.Name))));
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
        Frame wide = new TablePivot(this, index, this[columns], this[values]).Run();
        (int, string)[] from = [(0, values), (0, columns)];
        return wide.Recorded(
            "pivot",
            [this],
            wide.Columns.Skip(index.Count).Select(column => (column.Name, from)),
            ("index", LineageText.Names(index)),
            ("columns", columns),
            ("values", values));
    }

    /// <summary>Makes a wide table long whose columns are named by a stub and a suffix: <c>income2019</c>, <c>income2020</c> and <c>age2019</c>, <c>age2020</c> become a year, an income and an age.</summary>
    /// <param name="stubs">The beginnings of the names, at least one; each becomes a column.</param>
    /// <param name="idVars">The names of the columns that tell the rows apart, at least one.</param>
    /// <param name="name">The name of the new column of suffixes: integers or doubles if all of them are, otherwise texts.</param>
    /// <param name="separator">What stands between a stub and its suffix.</param>
    /// <param name="suffix">A regular expression of the suffixes.</param>
    /// <returns>The columns that tell rows apart, the suffix, the other columns, and one for each stub; all rows of the first suffix, then those of the next. Where a stub has no column of a suffix its cells are missing.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A stub has no column, two rows have the same key, kinds do not go together, or two columns would have the same name.</exception>
    public Frame WideToLong(IReadOnlyList<string> stubs, IReadOnlyList<string> idVars, string name, string separator = "", string suffix = @"\d+")
    {
        ArgumentNullException.ThrowIfNull(stubs);
        ArgumentNullException.ThrowIfNull(idVars);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(separator);
        ArgumentException.ThrowIfNullOrEmpty(suffix);
        if (stubs.Count == 0)
        {
            throw new ArgumentException("There is no stub and must be at least one.", nameof(stubs));
        }

        var reshape = new WideToLong(this, stubs, idVars, name, separator, suffix);
        return reshape.Run().Recorded(
            "wide-to-long",
            [this],
            [Made(name, reshape.Gathered.SelectMany(names => names)), .. stubs.Select((stub, i) => Made(stub, reshape.Gathered[i]))],
            ("stubs", LineageText.Names(stubs)),
            ("keep", LineageText.Names(idVars)));
    }

    /// <summary>Takes texts that hold several values apart, one row for each value.</summary>
    /// <param name="columns">The names of the columns of such texts, at least one; of several, the values of a row go together one by one.</param>
    /// <param name="options">What stands between the values, or that they are JSON; the defaults if null.</param>
    /// <returns>A table in which the other columns are repeated beside each value. A missing cell and a text without a value keep their row, with a missing cell.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A column holds no texts, a text is no JSON array, or the texts of a row hold different numbers of values.</exception>
    public Frame Explode(IReadOnlyList<string> columns, ExplodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new TableExplode(this, columns, options ?? new ExplodeOptions()).Run().Recorded("explode", this, ("columns", LineageText.Names(columns)));
    }
}
