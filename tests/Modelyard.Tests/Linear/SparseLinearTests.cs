using System.Text.Json;
using Modelyard.Catalogue;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Linear;

public sealed class SparseLinearTests
{
    private static readonly string[] Regressors =
    [
        "LinearRegression", "LinearRegression(Intercept=False)", "Ridge(Alpha=0.3)", "Ridge(Alpha=2,Intercept=False)", "Lasso(Alpha=0.05,Tolerance=1E-13)",
        "ElasticNet(Alpha=0.1,L1Ratio=0.3,Tolerance=1E-13)", "ElasticNet(Alpha=0.1,L1Ratio=0.5,Intercept=False,Tolerance=1E-13)", "PoissonRegression(Alpha=0.1,Tolerance=0)",
        "GammaRegression(Alpha=0.1,Tolerance=0)", "TweedieRegression(Power=1.5,Alpha=0.1,Tolerance=0)", "BinomialRegression(Alpha=0.1,Tolerance=0)",
    ];

    private static readonly string[] Classifiers =
    [
        "LogisticRegression(Tolerance=1E-11,MaxIterations=1000)", "LogisticRegression(C=10,Intercept=False,Tolerance=1E-11,MaxIterations=1000)",
        "LogisticRegression(ClassWeight=Balanced,Tolerance=1E-11,MaxIterations=1000)",
    ];

    public static TheoryData<string, string, bool> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, bool>();
            foreach (string estimator in (string[])[.. Regressors, .. Classifiers])
            {
                foreach (string table in new[] { "two", "four", "wide", "offset" })
                {
                    pairs.Add(estimator, table, false);
                    pairs.Add(estimator, table, true);
                }
            }

            return pairs;
        }
    }

    [Fact]
    public void A_tolerance_ends_conjugate_gradients_early_and_near_the_minimum()
    {
        var random = new RandomStream(17);
        var builder = new SparseMatrixBuilder(900);
        double[] target = new double[300];
        for (int row = 0; row < target.Length; row++)
        {
            for (int column = random.NextInt(60); column < 900; column += 1 + random.NextInt(60))
            {
                builder.Add(column, random.NextGaussian());
                target[row] += column % 7 == 0 ? 1 : 0;
            }

            builder.EndRow();
        }

        var data = Dataset.ForRegression(builder.Build(), target);
        LinearModel exact = new Ridge().Fit(data), loose = new Ridge { Tolerance = 1e-3 }.Fit(data), tight = new Ridge { Tolerance = 1e-9 }.Fit(data);
        double Distance(LinearModel model) => Math.Sqrt(VectorKernels.SquaredDistance(model.Coefficients, exact.Coefficients)) / VectorKernels.Norm(exact.Coefficients);
        Assert.InRange(Distance(loose), 1e-9, 1e-2);
        Assert.InRange(Distance(tight), 0, 1e-8);
    }

    [Fact]
    public void Logistic_regression_on_sparse_features_agrees_with_scikit_learn()
    {
        foreach (JsonElement one in Cases("LogisticRegression"))
        {
            Dataset data = SparseOracle.Classification(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean());
            LogisticModel model = new LogisticRegression { C = one.GetProperty("settings").GetProperty("C").GetDouble(), Tolerance = 1e-10, MaxIterations = 1000 }.Fit(data);
            LearnedOracle.Near(LearnedOracle.Rows(one.GetProperty("coefficients")).AsSpan(), model.Coefficients.AsSpan(), 1e-6, "coefficient");
            LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("intercept")), model.Intercepts, 1e-6, "intercept");
            var probabilities = new Matrix(data.RowCount, data.ClassCount);
            model.PredictProbability(data.SparseFeatures, probabilities, 2);
            LearnedOracle.Near(LearnedOracle.Rows(one.GetProperty("probabilities")).AsSpan(), probabilities.RowRange(0, 6).AsSpan(), 1e-6, "probability");
        }
    }

    [Theory]
    [InlineData("Ridge", 1e-9)]
    [InlineData("LinearRegression", 1e-8)]
    [InlineData("ElasticNet", 1e-6)]
    [InlineData("PoissonRegression", 1e-5)]
    [InlineData("GammaRegression", 1e-5)]
    public void Regressions_on_sparse_features_agree_with_scikit_learn(string estimator, double tolerance)
    {
        foreach (JsonElement one in Cases(estimator))
        {
            JsonElement settings = one.GetProperty("settings");
            Func<double, double>? target = estimator switch
            {
                "PoissonRegression" => value => Math.Round(Math.Exp(Math.Clamp(value, -2, 2))),
                "GammaRegression" => value => Math.Exp(Math.Clamp(value, -2, 2)),
                _ => null,
            };
            Dataset data = SparseOracle.Regression(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean(), target);
            IEstimator configured = Hyperparameters.With(
                EstimatorCatalogue.Create(estimator == "ElasticNet" ? "ElasticNet(Tolerance=1E-14,MaxIterations=100000)" : estimator),
                settings.EnumerateObject().Select(value => KeyValuePair.Create(value.Name, (object?)(value.Value.ValueKind == JsonValueKind.Number ? value.Value.GetDouble() : value.Value.GetBoolean()))));
            IModel model = configured.FitModel(data, FitContext.Default);
            (double[] coefficients, double intercept) = Learned(model);
            string what = $"{estimator} of {one.GetProperty("table").GetString()} {settings.GetRawText()}";
            LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("coefficients")), coefficients, tolerance, what);
            LearnedOracle.Near(one.GetProperty("intercept").GetDouble(), intercept, tolerance, what);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Sparse_features_give_the_model_that_dense_ones_give(string text, string table, bool weighted)
    {
        // What lies far from 0 leaves fewer digits to converge to.
        IEstimator estimator = EstimatorCatalogue.Create(table == "offset" ? text.Replace("1E-13", "1E-11", StringComparison.Ordinal) : text);
        Dataset sparse = table == "offset" ? Offset(estimator, weighted) : Data(estimator, table, weighted);
        var context = new FitContext { Warning = warning => Assert.Fail(warning) };
        IPredictiveModel expected = estimator.FitModel(sparse.ToDense(), context), actual = estimator.FitModel(sparse, context);
        LearnedOracle.Near(Predictions(expected, sparse.ToDense()), Predictions(actual, sparse.ToDense()), 1e-8, text);
        LearnedOracle.Near(Predictions(expected, sparse.ToDense()), Predictions(actual, sparse), 1e-8, text);
        LearnedOracle.Near(((IFeatureImportance)expected).FeatureImportances, ((IFeatureImportance)actual).FeatureImportances, 1e-7, "importance");
    }

    [Theory]
    [InlineData("Ridge")]
    [InlineData("LogisticRegression(Tolerance=1E-10)")]
    [InlineData("PoissonRegression(Tolerance=0)")]
    [InlineData("Lasso(Alpha=0.02,Tolerance=1E-14)")]
    public void Very_many_features_give_the_model_that_dense_ones_give(string text)
    {
        // More features than products of pairs are made of, so that steps along directions and columns are what learns.
        IEstimator estimator = EstimatorCatalogue.Create(text);
        Dataset sparse = Words(estimator, rows: 400, columns: 2500, perRow: 30);
        IPredictiveModel expected = estimator.FitModel(sparse.ToDense(), FitContext.Default), actual = estimator.FitModel(sparse, FitContext.Default);
        LearnedOracle.Near(Predictions(expected, sparse.ToDense()), Predictions(actual, sparse), 1e-8, text);
    }

    [Fact]
    public void Dependent_features_have_the_shortest_coefficients_as_dense_ones_have()
    {
        // Each level of two categories has a column: the columns of each sum to 1.
        var builder = new SparseMatrixBuilder(9);
        var random = new RandomStream(4);
        double[] target = new double[80];
        for (int row = 0; row < target.Length; row++)
        {
            int first = random.NextInt(4), second = random.NextInt(5);
            builder.Add(first, 1);
            builder.Add(4 + second, 1);
            builder.EndRow();
            target[row] = first - (2 * second) + random.NextGaussian();
        }

        var data = Dataset.ForRegression(builder.Build(), target);
        LinearModel expected = new LinearRegression().Fit(data.ToDense()), actual = new LinearRegression().Fit(data);
        LearnedOracle.Near(expected.Coefficients, actual.Coefficients, 1e-9, "coefficient");
        LearnedOracle.Near(expected.Intercept, actual.Intercept, 1e-9, "intercept");
    }

    [Fact]
    public void The_same_bits_come_of_any_number_of_threads()
    {
        foreach (string text in (string[])[.. Regressors, .. Classifiers])
        {
            IEstimator estimator = EstimatorCatalogue.Create(text);
            Dataset data = Words(estimator, rows: 3000, columns: 300, perRow: 8);
            double[] one = Predictions(estimator.FitModel(data, new FitContext { Parallelism = 1 }), data);
            Assert.Equal(one, Predictions(estimator.FitModel(data, new FitContext { Parallelism = 3 }), data));
        }
    }

    [Theory]
    [InlineData("LogisticRegression(MaxIterations=5)")]
    [InlineData("LogisticRegression(Penalty=L1,MaxIterations=5)")]
    [InlineData("Ridge")]
    [InlineData("Lasso(Alpha=0.1)")]
    [InlineData("PoissonRegression(MaxIterations=1)")]
    public void A_table_of_very_many_columns_is_never_stored_densely(string text)
    {
        // Dense, this table would take sixteen gigabytes.
        IEstimator estimator = EstimatorCatalogue.Create(text);
        Dataset data = Words(estimator, rows: 2500, columns: 800_000, perRow: 20);
        long before = GC.GetTotalAllocatedBytes();
        IPredictiveModel model = estimator.FitModel(data, FitContext.Default);
        Predictions(model, data);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 2_000_000_000);
    }

    [Fact]
    public void Sparse_chunks_make_the_model_of_all_rows()
    {
        Dataset data = Words(new Ridge(), rows: 500, columns: 40, perRow: 6);
        foreach (IIncrementalEstimator estimator in new IIncrementalEstimator[] { new Ridge(), new LinearRegression(), new Lasso { Alpha = 0.01, Tolerance = 1e-14 } })
        {
            IIncrementalFit fit = estimator.Begin(DataShape.Of(data), FitContext.Default);
            fit.PartialFit(data.Rows([.. Enumerable.Range(0, 200)]));
            fit.PartialFit(data.Rows([.. Enumerable.Range(200, 300)]));
            LearnedOracle.Near(Predictions(estimator.FitModel(data, FitContext.Default), data), Predictions(fit.ToModel(), data), 1e-8, estimator.ToString()!);
        }
    }

    internal static double[] Predictions(IPredictiveModel model, Dataset data)
    {
        if (model is IClassificationModel classifier)
        {
            var probabilities = new Matrix(data.RowCount, classifier.Classes.Count);
            if (data.IsSparse)
            {
                classifier.PredictProbability(data.SparseFeatures, probabilities, 2);
            }
            else
            {
                classifier.PredictProbability(data.Features, probabilities, 2);
            }

            return probabilities.AsSpan().ToArray();
        }

        double[] predictions = new double[data.RowCount];
        if (data.IsSparse)
        {
            ((IRegressionModel)model).Predict(data.SparseFeatures, predictions, 2);
        }
        else
        {
            ((IRegressionModel)model).Predict(data.Features, predictions, 2);
        }

        return predictions;
    }

    /// <summary>Makes rows of a few words each, drawn from very many.</summary>
    internal static Dataset Words(IEstimator estimator, int rows, int columns, int perRow)
    {
        var random = new RandomStream(11);
        var builder = new SparseMatrixBuilder(columns);
        double[] signal = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < perRow; i++)
            {
                int column = (int)(columns * Math.Pow(random.NextDouble(), 3));
                builder.Add(column, 1 + (column % 3 * 0.25));
                signal[row] += column % 7 == 0 ? 0.7 : column % 5 == 0 ? -0.6 : 0;
            }

            builder.EndRow();
            signal[row] += 0.5 * random.NextGaussian();
        }

        return Of(estimator, builder.Build(), signal);
    }

    private static Dataset Of(IEstimator estimator, SparseMatrix features, double[] signal) => estimator.Task == TaskKind.Classification
        ? Dataset.ForClassification(features, Array.ConvertAll(signal, value => value < -0.2 ? 0 : value < 0.3 ? 1 : 2), ["low", "middle", "high"])
        : Dataset.ForRegression(features, Array.ConvertAll(signal, value => InRange(estimator, value)));

    private static double InRange(IEstimator estimator, double value) => estimator.Traits.TargetRange switch
    {
        TargetRange.NonNegative or TargetRange.Positive => Math.Exp(Math.Clamp(value, -2, 2)),
        TargetRange.Share => 1 / (1 + Math.Exp(-Math.Clamp(value, -2, 2))),
        _ => value,
    };

    private static Dataset Data(IEstimator estimator, string table, bool weighted) => estimator.Task == TaskKind.Classification
        ? SparseOracle.Classification(table, weighted)
        : SparseOracle.Regression(table, weighted, value => InRange(estimator, value));

    /// <summary>Makes a table two of whose columns are stored throughout and lie far from 0, as a year does.</summary>
    private static Dataset Offset(IEstimator estimator, bool weighted)
    {
        Dataset words = Data(estimator, "two", weighted);
        var random = new RandomStream(9);
        var builder = new SparseMatrixBuilder(words.FeatureCount + 2);
        for (int row = 0; row < words.RowCount; row++)
        {
            SparseRow own = words.SparseFeatures.Row(row);
            for (int i = 0; i < own.Count; i++)
            {
                builder.Add(own.Indices[i], own.Values[i]);
            }

            builder.Add(words.FeatureCount, 200 + random.NextGaussian());
            builder.Add(words.FeatureCount + 1, 1);
            builder.EndRow();
        }

        SparseMatrix features = builder.Build();
        return words.WithFeatures(features, FeatureSchema.Numeric(features.Columns));
    }

    private static (double[] Coefficients, double Intercept) Learned(IModel model) => model is LinearModel linear
        ? (linear.Coefficients.ToArray(), linear.Intercept)
        : (((GeneralizedLinearModel)model).Coefficients.ToArray(), ((GeneralizedLinearModel)model).Intercept);

    private static JsonElement[] Cases(string estimator)
    {
        JsonElement[] cases = [.. SparseOracle.Part("cases").Where(one => one.GetProperty("estimator").GetString() == estimator)];
        Assert.NotEmpty(cases);
        return cases;
    }
}
