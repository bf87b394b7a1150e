using System.Diagnostics;
using System.Globalization;
using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Bench.Explanations;

/// <summary>Measures Shapley values on the data and models of their peers (bench/peers/explanations.py).</summary>
/// <param name="Name">The name, shared with the peers' script.</param>
/// <param name="Rows">The number of rows that are explained.</param>
/// <param name="Interactions">Whether pairs of features are explained.</param>
public sealed record ExplanationWorkloads(string Name, int Rows, bool Interactions = false)
{
    private const int Repeats = 5;

    /// <summary>Gets the workloads.</summary>
    public static IReadOnlyList<ExplanationWorkloads> All { get; } =
    [
        new("treeshap_10k", 10_000),
        new("treeshap_row", 1),
        new("treeshap_pairs_1k", 1000, Interactions: true),
    ];

    /// <summary>Runs the workload: 100 trees of depth 6 that predict the delay of flights.</summary>
    /// <returns>The median time in place of a fit; the score is the R2 of what base and contributions sum up to.</returns>
    public WorkloadResult Measure()
    {
        BenchData data = BenchData.ReadRegression("flights_1m");
        var estimator = new GradientBoostingRegressor
        {
            EarlyStopping = EarlyStopping.Off, LearningRate = 0.3, MinSamplesLeaf = 1, L2Regularization = 1, MaxLeafNodes = null, MaxDepth = 6,
        };
        TreeShapleyExplainer explainer = TreeShapleyExplainer.For(estimator.Fit(data.Train));
        int features = data.Test.FeatureCount;
        Matrix rows = data.Test.Features.RowRange(0, Rows), values = new(Rows, Interactions ? features * features : features);
        RepeatedTime.WarmUp(() => Explain(explainer, rows, values));
        var times = new RepeatedTime();
        for (int repeat = 0; repeat < (Rows == 1 ? 1000 : Repeats); repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            Explain(explainer, rows, values);
            times.AddSince(start);
        }

        double[] target = data.Test.Target[..Rows].ToArray();
        double mean = target.Average(), left = 0, all = 0;
        for (int row = 0; row < Rows; row++)
        {
            double sum = explainer.Base[0];
            foreach (double value in values.Row(row))
            {
                sum += value;
            }

            left += Math.Pow(target[row] - sum, 2);
            all += Math.Pow(target[row] - mean, 2);
        }

        string size = string.Create(CultureInfo.InvariantCulture, $"{Rows:N0} x {features}, 100 trees");
        return new WorkloadResult(Name, size, times.Median, null, Rows == 1 ? null : 1 - (left / all));
    }

    private void Explain(TreeShapleyExplainer explainer, Matrix rows, Matrix values)
    {
        if (Interactions)
        {
            explainer.Interact(rows, values, Environment.ProcessorCount);
        }
        else if (Rows == 1)
        {
            explainer.Explain(rows.Row(0), values.Row(0));
        }
        else
        {
            explainer.Explain(rows, values, Environment.ProcessorCount);
        }
    }
}
