using System.Diagnostics;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees;

namespace Modelyard.Bench.Trees;

/// <summary>Measures trees and forests with the settings of bench/peers/trees.py.</summary>
public static class TreeWorkloads
{
    private const int ForestSeeds = 5;
    private const int TreeSeeds = 25;

    private static readonly Dictionary<string, (string Data, IEstimator Estimator)> Workloads = new(StringComparer.Ordinal)
    {
        ["tree_letters"] = ("letters", new DecisionTreeClassifier()),
        ["tree_diamonds"] = ("diamonds", new DecisionTreeRegressor()),
        ["forest_letters"] = ("letters", new RandomForestClassifier()),
        ["forest_mnist"] = ("mnist", new RandomForestClassifier()),
        ["forest_diamonds"] = ("diamonds", new RandomForestRegressor()),
        ["extra_letters"] = ("letters", new ExtraTreesClassifier()),
        ["ada_letters"] = ("letters", new AdaBoostClassifier { MaxDepth = 6 }),
    };

    /// <summary>Gets the names of the workloads.</summary>
    public static IEnumerable<string> Names => Workloads.Keys;

    /// <summary>Runs a workload.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The size, the median seconds to fit and to predict, and the mean score over the seeds.</returns>
    public static (string Size, double Fit, double Predict, double Score) Run(string name)
    {
        (string set, IEstimator estimator) = Workloads[name];
        BenchData data = estimator.Task == TaskKind.Regression ? BenchData.ReadRegression(set) : BenchData.ReadClassification(set);
        RepeatedTime fit = new(), predict = new();
        int seeds = estimator is DecisionTreeClassifier or DecisionTreeRegressor ? TreeSeeds : ForestSeeds;
        double score = 0;
        RepeatedTime.WarmUp(() => Predict(estimator.FitModel(data.Train, new FitContext { Seed = 0 }), data.Test.Features));
        for (int seed = 0; seed < seeds; seed++)
        {
            long start = Stopwatch.GetTimestamp();
            IPredictiveModel model = estimator.FitModel(data.Train, new FitContext { Seed = (ulong)seed });
            fit.AddSince(start);
            start = Stopwatch.GetTimestamp();
            double[] predictions = Predict(model, data.Test.Features);
            predict.AddSince(start);
            score += Score(data.Test, predictions) / seeds;
        }

        return ($"{data.Train.RowCount:N0} x {data.Train.FeatureCount}", fit.Median, predict.Median, score);
    }

    private static double[] Predict(IPredictiveModel model, Matrix rows)
    {
        double[] predictions = new double[rows.Rows];
        if (model is IRegressionModel regression)
        {
            regression.Predict(rows, predictions, Environment.ProcessorCount);
            return predictions;
        }

        var classification = (IClassificationModel)model;
        var probabilities = new Matrix(rows.Rows, classification.Classes.Count);
        classification.PredictProbability(rows, probabilities, Environment.ProcessorCount);
        for (int row = 0; row < rows.Rows; row++)
        {
            Span<double> shares = probabilities.Row(row);
            int best = 0;
            for (int i = 1; i < shares.Length; i++)
            {
                best = shares[i] > shares[best] ? i : best;
            }

            predictions[row] = best;
        }

        return predictions;
    }

    private static double Score(Dataset data, double[] predictions)
    {
        if (data.Task == TaskKind.Classification)
        {
            return Enumerable.Range(0, predictions.Length).Count(row => predictions[row] == data.Labels[row]) / (double)predictions.Length;
        }

        double mean = data.Target.ToArray().Average(), error = 0, spread = 0;
        for (int row = 0; row < predictions.Length; row++)
        {
            error += Math.Pow(data.Target[row] - predictions[row], 2);
            spread += Math.Pow(data.Target[row] - mean, 2);
        }

        return 1 - (error / spread);
    }
}
