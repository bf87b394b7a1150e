using Modelyard.Inference;
using Modelyard.Numerics;

namespace Modelyard.Bench.Inference;

/// <summary>Represents a regression, from numbers to the printed summary, or the variance inflation factors of all columns, timed beside statsmodels.</summary>
/// <param name="Name">The name, shared with bench/peers/inference.py.</param>
/// <param name="Size">The size, as a reader likes it.</param>
/// <param name="Prepare">Prepares the data and returns what is timed, which gives the score.</param>
/// <param name="Repeats">The number of timed runs, of which the median counts.</param>
public sealed record InferenceWorkload(string Name, string Size, Func<Func<double>> Prepare, int Repeats = 5)
{
    /// <summary>Gets all workloads.</summary>
    public static IReadOnlyList<InferenceWorkload> All { get; } =
    [
        new("ols_summary", "200,000 x 20", () => Summary(new OlsRegression(), "target", "rSquared")),
        new("ols_hc3_summary", "200,000 x 20", () => Summary(new OlsRegression { Covariance = CovarianceKind.HC3 }, "target", "rSquared")),
        new("logit_summary", "200,000 x 20", () => Summary(new GlmRegression { Family = RegressionFamily.Binomial }, "labels", "pseudoRSquared")),
        new("vif_200k", "200,000 x 20", () =>
        {
            Matrix features = Features();
            return () => VarianceInflationFactors.OfColumns(DesignMatrix.Of(features)).Max();
        }),
    ];

    private static Func<double> Summary(RegressionMethod method, string target, string score)
    {
        Matrix features = Features();
        double[] explained = NpyFile.ReadVector(Path.Combine(BenchData.Folder("inference_200k"), target + ".npy"));
        return () =>
        {
            RegressionFit fit = method.Fit(RegressionData.Of(DesignMatrix.Of(features), explained));
            return fit.ToString().Length > 0 ? fit[score] : double.NaN;
        };
    }

    private static Matrix Features() => NpyFile.ReadMatrix(Path.Combine(BenchData.Folder("inference_200k"), "features.npy"));
}
