using System.Diagnostics;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees;

namespace Modelyard.Bench.Trees;

/// <summary>Measures trees and forests with the settings of bench/peers/trees.py.</summary>
public static class TreeWorkloads
{
    // As many seeds as bring the standard error of the score below 0.0003 in a few seconds; that of digits stays near 0.001.
    private static readonly Dictionary<string, (string Data, int Seeds, IEstimator Estimator)> Workloads = new(StringComparer.Ordinal)
    {
        ["tree_letters"] = ("letters", 60, new DecisionTreeClassifier()),
        ["tree_diamonds"] = ("diamonds", 25, new DecisionTreeRegressor()),
        ["forest_letters"] = ("letters", 15, new RandomForestClassifier()),
        ["forest_mnist"] = ("mnist", 5, new RandomForestClassifier()),
        ["forest_diamonds"] = ("diamonds", 5, new RandomForestRegressor()),
        ["extra_letters"] = ("letters", 15, new ExtraTreesClassifier()),
        ["bagging_letters"] = ("letters", 30, new BaggingClassifier()),
        ["ada_letters"] = ("letters", 20, new AdaBoostClassifier { MaxDepth = 6 }),
        ["extra_diamonds"] = ("diamonds", 5, new ExtraTreesRegressor()),
        ["bagging_diamonds"] = ("diamonds", 15, new BaggingRegressor()),
        ["ada_diamonds"] = ("diamonds", 10, new AdaBoostRegressor { MaxDepth = 6 }),
    };

    /// <summary>Gets the names of the workloads.</summary>
    public static IEnumerable<string> Names => Workloads.Keys;

    /// <summary>Runs a workload.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The size, the median seconds to fit and to predict, the mean score over the seeds and its standard error.</returns>
    public static WorkloadResult Run(string name)
    {
        (string set, int seeds, IEstimator estimator) = Workloads[name];
        BenchData data = estimator.Task == TaskKind.Regression ? BenchData.ReadRegression(set) : BenchData.ReadClassification(set);
        RepeatedTime fit = new(), predict = new();
        double[] scores = new double[seeds];
        RepeatedTime.WarmUp(() => estimator.FitModel(data.Train, new FitContext { Seed = 0 }), model => Predict(model, data.Test.Features));
        for (int seed = 0; seed < seeds; seed++)
        {
            long start = Stopwatch.GetTimestamp();
            IPredictiveModel model = estimator.FitModel(data.Train, new FitContext { Seed = (ulong)seed });
            fit.AddSince(start);
            start = Stopwatch.GetTimestamp();
            double[] predictions = Predict(model, data.Test.Features);
            predict.AddSince(start);
            scores[seed] = Score(data.Test, predictions);
        }

        double mean = scores.Average(), error = Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / ((seeds - 1) * seeds));
        return new WorkloadResult(name, $"{data.Train.RowCount:N0} x {data.Train.FeatureCount}", fit.Median, predict.Median, mean, ScoreError: error);
    }

    private static double[] Predict(IPredictiveModel model, Matrix rows)
    {
        double[] predictions = new double[rows.Rows];
        if (model is IRegressionModel regression)
        {
            regression.Predict(rows, predictions, Environment.ProcessorCount);
            return predictions;
        }

        int[] classes = new int[rows.Rows];
        ((IClassificationModel)model).Predict(rows, classes, Environment.ProcessorCount);
        return Array.ConvertAll(classes, label => (double)label);
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
