using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents how far the rows of a window lie where the reference has rows, and how much each row of the reference says of the window.</summary>
/// <remarks>
/// A classifier tells the rows of the reference from those of the window; the odds of its chances, out of fold, are how much denser the window is than the reference at a row. It is learned with several deals of folds, and what it leaves of differences of means and squares is balanced (<see cref="MomentBalance"/>).
/// Sources: Bickel, Brückner and Scheffer (2007), Discriminative Learning for Differing Training and Test Distributions, ICML; Kish (1965), Survey Sampling, for the effective number of rows.
/// </remarks>
internal sealed class Overlap
{
    private const int Trees = 30, Folds = 2, Deals = 3;

    // The window is that many times denser than the reference where it counts as not covered.
    private const double Thin = 50;

    // A row of the reference may weigh that much more than the mean: what is beyond costs more spread than it saves bias.
    private const double MostWeight = 30;

    // Replicates correct by less and by more than the weights do: what a shift changes is not known to the last.
    private static readonly double[] Stretches = [0.6, 1, 1.4];

    private Overlap(double[] weights, double[][] alternatives, double effectiveRows, bool[] isCovered) => (Weights, Alternatives, EffectiveRows, IsCovered) = (weights, alternatives, effectiveRows, isCovered);

    /// <summary>Gets how much each row of the reference weighs for the window; their sum is <see cref="EffectiveRows"/>.</summary>
    internal double[] Weights { get; }

    /// <summary>Gets weights as they might as well be: by single classifiers, of which <see cref="Weights"/> are the mean, and stretched.</summary>
    internal double[][] Alternatives { get; }

    /// <summary>Gets how many even rows say as much of the window as those of the reference do.</summary>
    internal double EffectiveRows { get; }

    /// <summary>Gets whether the reference has rows about each row of the window.</summary>
    internal bool[] IsCovered { get; }

    /// <summary>Compares a window with a reference.</summary>
    /// <param name="reference">The rows of the reference.</param>
    /// <param name="window">The rows of the window.</param>
    /// <param name="schema">The description of the features of both.</param>
    /// <param name="own">The weight of each row of the reference on its own.</param>
    /// <param name="context">What surrounds the fits.</param>
    internal static Overlap Learn(Matrix reference, Matrix window, FeatureSchema schema, double[] own, FitContext context)
    {
        int known = reference.Rows, count = known + window.Rows;
        var both = new Matrix(count, reference.Columns);
        int[] side = new int[count];
        for (int row = 0; row < count; row++)
        {
            (row < known ? reference.Row(row) : window.Row(row - known)).CopyTo(both.Row(row));
            side[row] = row < known ? 0 : 1;
        }

        Dataset data = Dataset.ForClassification(both, side, ["reference", "window"], schema);
        double even = (double)window.Rows / known;
        double[][] weights = new double[Deals][];
        double[] density = new double[window.Rows];
        for (int deal = 0; deal < Deals; deal++)
        {
            Matrix chances = FoldModels.Learn(data, Folds, Trees, context.ForPart((ulong)deal)).HeldOut;
            weights[deal] = [.. own.Select((weight, row) => weight * chances[row, 1] / (chances[row, 0] * even))];
            for (int row = 0; row < density.Length; row++)
            {
                density[row] += chances[known + row, 1] / (chances[known + row, 0] * even * Deals);
            }
        }

        var balance = MomentBalance.Of(reference, window, schema);
        foreach (double[] deal in weights)
        {
            Bound(deal);
            balance?.Apply(deal);
            Bound(deal);
        }

        double[] mean = [.. Enumerable.Range(0, known).Select(row => weights.Average(deal => deal[row]))];
        double effective = Bound(mean);
        double[][] stretched = [.. weights.SelectMany(deal => Stretches.Select(power => Stretch(deal, own, power)))];
        return new Overlap(mean, stretched, effective, Array.ConvertAll(density, one => one < Thin));
    }

    /// <summary>Raises what weights are of those of the rows on their own to a power.</summary>
    private static double[] Stretch(double[] weights, double[] own, double power)
    {
        double[] stretched = [.. weights.Select((weight, row) => own[row] > 0 ? own[row] * Math.Pow(weight / own[row], power) : 0)];
        Bound(stretched);
        return stretched;
    }

    /// <summary>Draws as many rows again and gives what each weighs then.</summary>
    internal static double[] Draw(double[] weights, ref RandomStream random)
    {
        double[] drawn = new double[weights.Length];
        for (int i = 0; i < drawn.Length; i++)
        {
            int row = random.NextInt(drawn.Length);
            drawn[row] += weights[row];
        }

        return drawn;
    }

    /// <summary>Cuts the greatest weights and brings them to the sum of their effective number of rows.</summary>
    /// <returns>The effective number of rows.</returns>
    private static double Bound(double[] weights)
    {
        double most = MostWeight * weights.Average(), total = 0, squares = 0;
        foreach (ref double weight in weights.AsSpan())
        {
            weight = Math.Min(weight, most);
            total += weight;
            squares += weight * weight;
        }

        double effective = total * total / squares;
        VectorKernels.Scale(effective / total, weights);
        return effective;
    }
}
