using System.Diagnostics;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Bench.Boosting;

/// <summary>Measures histogram gradient boosting on the data and with the settings of its peers (bench/peers/boosting.py).</summary>
public static class BoostingWorkloads
{
    private const int Repeats = 3;

    /// <summary>Gets the names of the workloads.</summary>
    public static IReadOnlyList<string> Names { get; } = ["hgb_diamonds", "hgb_letters", "hgb_flights_1m", "xgb_flights_1m"];

    /// <summary>Runs one workload.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The median times of three, and the score on the test part.</returns>
    public static BoostingResultRow Run(string name) => name switch
    {
        "hgb_diamonds" => Regression(name, "diamonds", new GradientBoostingRegressor { EarlyStopping = EarlyStopping.Off }),
        "hgb_letters" => Letters(name),
        "hgb_flights_1m" => Regression(name, "flights_1m", new GradientBoostingRegressor { EarlyStopping = EarlyStopping.Off }),
        "xgb_flights_1m" => Regression(
            name, "flights_1m", new GradientBoostingRegressor { EarlyStopping = EarlyStopping.Off, LearningRate = 0.3, MinSamplesLeaf = 1, L2Regularization = 1 }),
        _ => throw new ArgumentException($"There is no workload '{name}'. There are {string.Join(", ", Names)}.", nameof(name)),
    };

    private static BoostingResultRow Regression(string name, string table, GradientBoostingRegressor estimator)
    {
        BenchData data = BenchData.ReadRegression(table);
        double[] predictions = new double[data.Test.RowCount];
        (double fit, double predict, GradientBoostingRegressionModel model) = Time(
            () => estimator.Fit(data.Train), model => model.Predict(data.Test.Features, predictions, Environment.ProcessorCount));
        double mean = Mean(data.Test.Target), left = 0, all = 0;
        for (int row = 0; row < predictions.Length; row++)
        {
            left += Math.Pow(data.Test.Target[row] - predictions[row], 2);
            all += Math.Pow(data.Test.Target[row] - mean, 2);
        }

        return new BoostingResultRow(name, data.Train.RowCount, data.Train.FeatureCount, fit, predict, 1 - (left / all), RowMicroseconds(model, data.Test.Features));
    }

    private static BoostingResultRow Letters(string name)
    {
        BenchData data = BenchData.ReadClassification("letters");
        int[] classes = new int[data.Test.RowCount];
        var estimator = new GradientBoostingClassifier { EarlyStopping = EarlyStopping.Off };
        (double fit, double predict, _) = Time(
            () => estimator.Fit(data.Train), model => ((IClassificationModel)model).Predict(data.Test.Features, classes, Environment.ProcessorCount));
        int right = 0;
        for (int row = 0; row < classes.Length; row++)
        {
            right += classes[row] == data.Test.Labels[row] ? 1 : 0;
        }

        return new BoostingResultRow(name, data.Train.RowCount, data.Train.FeatureCount, fit, predict, (double)right / classes.Length, double.NaN);
    }

    private static (double Fit, double Predict, T Model) Time<T>(Func<T> fit, Action<T> predict)
    {
        RepeatedTime fits = new(), predictions = new();
        T model = default!;
        RepeatedTime.WarmUp(fit, predict);
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            model = fit();
            fits.AddSince(start);
            start = Stopwatch.GetTimestamp();
            predict(model);
            predictions.AddSince(start);
        }

        return (fits.Median, predictions.Median, model);
    }

    private static double RowMicroseconds(GradientBoostingRegressionModel model, Matrix rows)
    {
        int count = Math.Min(rows.Rows, 10_000);
        double best = double.PositiveInfinity;
        for (int repeat = 0; repeat < 20; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int row = 0; row < count; row++)
            {
                model.Predict(rows.Row(row));
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / count);
        }

        return best;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
