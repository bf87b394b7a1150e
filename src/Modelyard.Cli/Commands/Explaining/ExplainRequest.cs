using System.CommandLine;
using Modelyard.Explanation.Shapley;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Preparation;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Represents what is to be explained, and how.</summary>
/// <param name="Terminal">Where the answer goes.</param>
/// <param name="Package">The model.</param>
/// <param name="Rows">The rows of the table, encoded for the model.</param>
/// <param name="Frame">The rows as they were read, with columns that the model does not read.</param>
/// <param name="Table">The name of the table.</param>
/// <param name="Row">The zero-based row to explain; null for all.</param>
/// <param name="Class">The class to explain; null for the predicted one.</param>
/// <param name="Output">The page or picture to write; null for none.</param>
/// <param name="Json">Whether to print JSON.</param>
/// <param name="Seed">The seed of random numbers.</param>
/// <param name="Parsed">What was typed: the method reads its own options from it.</param>
internal sealed record ExplainRequest(
    Terminal Terminal, ModelPackage Package, Dataset Rows, Frame Frame, string Table, int? Row, string? Class, string? Output, bool Json, ulong Seed, ParseResult Parsed)
{
    private const int FewRows = 20;

    // Shared by the requests that are made of this one: what holds of all is said once.
    private readonly HashSet<string> _told = [];

    // So many have the means and the rare levels of the profile.
    private const int RowsOfProfile = 2000;

    /// <summary>Gets what the rows of <see cref="Background"/> are, as in "rows of churn.csv".</summary>
    internal string BackgroundText => IsMade ? "rows made by the profile of the training data" : $"rows of {Table}";

    /// <summary>Gets a value indicating whether the rows of <see cref="Background"/> are made, because the table has few.</summary>
    internal bool IsMade => MadeOf is not null;

    /// <summary>Gets the profile of which rows are made where the table has few; null where those of the table are taken.</summary>
    private TableProfile? MadeOf => Rows.RowCount < FewRows ? Package.Profile : null;

    /// <summary>Gets what is amiss with rows that are made from the profile; null if nothing is, or none are made.</summary>
    internal string? BackgroundNote => MadeOf is { } profile && ProfileBackground.Doubt(profile, Package.Predictor.Model.Features) is { } doubt
        ? $"{doubt} Or explain in a table of {FewRows} rows or more."
        : null;

    /// <summary>Draws some of the rows, in their order, but for the one that is explained where there are others.</summary>
    /// <param name="most">The greatest number of rows.</param>
    internal Matrix Sample(int most) => Dense(SampleRows(most));

    /// <summary>Draws the positions of some of the rows, in their order, but for the one that is explained where there are others.</summary>
    /// <param name="most">The greatest number of rows.</param>
    internal int[] SampleRows(int most)
    {
        int[] rows = [.. Enumerable.Range(0, Rows.RowCount).Where(row => row != Row || Rows.RowCount == 1)];
        if (rows.Length > most)
        {
            int[] drawn = new RandomStream(Seed, ulong.MaxValue).Permutation(rows.Length)[..most];
            Array.Sort(drawn);
            rows = Array.ConvertAll(drawn, place => rows[place]);
        }

        return rows;
    }

    /// <summary>Gets rows that tell what cells there are: of the table, or where it has few made from the profile of the training data; fewer where rows with the terms of texts are wide.</summary>
    /// <param name="most">The greatest number of rows.</param>
    internal Matrix Background(int most = 1000)
    {
        const int MostCells = 1 << 24;
        most = Math.Clamp(MostCells / Rows.FeatureCount, 1, most);
        TellBackground();
        return MadeRows(most, Seed) ?? Sample(most);
    }

    /// <summary>Prepares the explanation by Shapley values: by all rows of the table, whichever is explained, or where it has few by rows made from the profile of the training data.</summary>
    /// <param name="options">How much work is done where values are estimated.</param>
    internal PredictionExplainer Explainer(ShapleyOptions options)
    {
        if (BackgroundNote is not null && PredictionExplainer.NeedsBackground(Package.Predictor))
        {
            TellBackground();
        }

        return MadeRows(RowsOfProfile, seed: 0) is { } made
            ? PredictionExplainer.For(Package.Predictor, made, options)
            : PredictionExplainer.For(Package.Predictor, Rows, options);
    }

    private void TellBackground()
    {
        if (BackgroundNote is { } note && _told.Add(note))
        {
            Terminal.Warning(note);
        }
    }

    private Matrix? MadeRows(int most, ulong seed) => MadeOf is { } profile ? ProfileBackground.Of(profile, Package.Predictor.Model.Features, most, seed) : null;

    /// <summary>Gets the row to explain, for a method that explains one.</summary>
    /// <param name="method">The name of the method.</param>
    /// <exception cref="UsageException">None was asked for.</exception>
    internal double[] RowOf(string method) => Row is { } row ? Dense([row]).Row(0).ToArray() : throw new UsageException($"'--method {method}' explains one row. Say which by '--row'.");

    /// <summary>Refuses the choice of a class where the method explains what is predicted.</summary>
    /// <param name="method">The name of the method.</param>
    /// <exception cref="UsageException">A class was chosen.</exception>
    internal void RefuseClass(string method)
    {
        if (Class is not null)
        {
            throw new UsageException($"'--method {method}' explains the class that is predicted. Leave '--class' out.");
        }
    }

    /// <summary>Gets rows with every feature stored.</summary>
    internal Matrix Dense(int[] rows)
    {
        Dataset chosen = Rows.Rows(rows);
        return chosen.IsSparse ? chosen.SparseFeatures.ToDense() : chosen.Features;
    }

    /// <summary>Writes a cell of the table as it was read.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="row">The zero-based row.</param>
    internal string CellText(string name, int row) => Frame.TryGetColumn(name, out Column? column) && !column.IsMissing(row) ? column.FormatCell(row) : "(missing)";

    /// <summary>Says how a name is typed that has a comma, if one that was given is unknown and the model reads such.</summary>
    /// <param name="option">The option.</param>
    /// <param name="names">The names that it was given.</param>
    /// <exception cref="UsageException">A name is unknown, and may be a part of one with a comma.</exception>
    internal void CheckCommas(string option, IEnumerable<string> names)
    {
        FeatureSchema columns = Package.Predictor.Inputs;
        foreach (string name in names.Where(name => columns.IndexOf(name) < 0))
        {
            if (columns.FirstOrDefault(column => column.Name.Contains(',', StringComparison.Ordinal) && column.Name.Contains(name, StringComparison.Ordinal)) is { } whole)
            {
                throw new UsageException($"'{option}' names the column '{name}', which the model does not read. A name with a comma stands in backticks, and these in single quotes for the shell: {option} '`{whole.Name}`'.");
            }
        }
    }

    /// <summary>Finds the class to explain among the outputs of a model; null if none is named.</summary>
    internal int? OutputOf(IReadOnlyList<string> outputs)
    {
        if (Class is null)
        {
            return null;
        }

        int place = outputs.ToList().IndexOf(Class);
        IReadOnlyList<string> classes = Package.Predictor.Classes;
        return place >= 0 ? place : throw new UsageException(classes.Contains(Class)
            ? $"The class '{Class}' is the first of two, for which the opposite of '{outputs[0]}' holds, which is explained. Leave '--class' out."
            : classes.Count == 0 ? "The model predicts a number. Leave '--class' out." : $"The class '{Class}' is not one of {string.Join(", ", classes)}.");
    }

    /// <summary>Refuses a row where a method explains all together.</summary>
    internal void CheckNoRow(string method)
    {
        if (Row is not null)
        {
            throw new UsageException($"'--row' chooses a row, and '--method {method}' explains all together. Leave '--row' out.");
        }
    }

    /// <summary>Says at the end what was written.</summary>
    internal void TellOutput()
    {
        if (Output is not null)
        {
            Terminal.Line();
            Terminal.Line($" -> {Output}");
        }
    }
}
