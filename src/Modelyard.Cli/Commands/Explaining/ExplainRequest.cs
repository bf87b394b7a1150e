using System.CommandLine;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Represents what is to be explained, and how.</summary>
/// <param name="Terminal">Where the answer goes.</param>
/// <param name="Package">The model.</param>
/// <param name="Rows">The rows of the table, encoded for the model.</param>
/// <param name="Table">The name of the table.</param>
/// <param name="Row">The zero-based row to explain; null for all.</param>
/// <param name="Class">The class to explain; null for the predicted one.</param>
/// <param name="Output">The page or picture to write; null for none.</param>
/// <param name="Json">Whether to print JSON.</param>
/// <param name="Seed">The seed of random numbers.</param>
/// <param name="Parsed">What was typed: the method reads its own options from it.</param>
internal sealed record ExplainRequest(Terminal Terminal, ModelPackage Package, Dataset Rows, string Table, int? Row, string? Class, string? Output, bool Json, ulong Seed, ParseResult Parsed)
{
    /// <summary>Draws some of the rows, in their order, but for the one that is explained where there are others.</summary>
    /// <param name="most">The greatest number of rows.</param>
    internal Matrix Sample(int most)
    {
        int[] rows = [.. Enumerable.Range(0, Rows.RowCount).Where(row => row != Row || Rows.RowCount == 1)];
        if (rows.Length > most)
        {
            int[] drawn = new RandomStream(Seed, ulong.MaxValue).Permutation(rows.Length)[..most];
            Array.Sort(drawn);
            rows = Array.ConvertAll(drawn, place => rows[place]);
        }

        return Dense(rows);
    }

    /// <summary>Draws rows for a method that learns from them what cells there are; fewer where rows with the terms of texts are wide.</summary>
    internal Matrix Background()
    {
        const int MostRows = 1000, MostCells = 1 << 24;
        return Sample(Math.Clamp(MostCells / Rows.FeatureCount, 1, MostRows));
    }

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
}
