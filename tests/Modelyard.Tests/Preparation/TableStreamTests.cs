using Modelyard.Bayes;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Tests.Frames;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Preparation;

/// <summary>Holds what is learned from chunks of a table against what is learned from all its rows.</summary>
public sealed class TableStreamTests
{
    public static TheoryData<string, string> Tables => new()
    {
        { "telco-churn", "churn" },
        { "concrete", "compressive_strength" },
        { "penguins", "species" },
    };

    [Theory]
    [InlineData(4096)]
    [InlineData(37)]
    public void A_word_that_was_taken_for_missing_cells_is_counted_in_all_chunks(int chunkRows)
    {
        string path = Path.GetTempFileName();
        try
        {
            string[] classes = ["None", "None", "Minor", "Major", ""];
            File.WriteAllText(path, "x,y\n" + string.Concat(Enumerable.Range(0, 1000).Select(row => $"{row % 7},{classes[row % 5]}\n")));
            TargetPlan plan = TableStream.Learn(CsvReader.ReadChunks(path, chunkRows: chunkRows), "y").Target;
            Assert.Equal(TargetPlan.Learn(CsvReader.Read(path).Frame, "y").Notes, plan.Notes);
            Assert.Contains("of which 400 are 'None'", Assert.Single(plan.Notes), StringComparison.Ordinal);
            Assert.Equal(["Major", "Minor", "None"], TableStream.Learn(CsvReader.ReadChunks(path, new CsvReadOptions { MissingTokens = [""] }, chunkRows), "y").Target.Classes);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Plans_and_rows_are_those_of_the_whole_table(string table, string target)
    {
        Frame frame = CsvReader.Read(RepositoryFiles.Table(table)).Frame;
        TableStream stream = Stream(table, target);
        TargetPlan plan = TargetPlan.Learn(frame, target);
        Frame rows = frame.Take(plan.PresentRows(frame));
        TablePlan inputs = TablePlan.Learn(rows, target);
        Assert.Equal(plan.Classes, stream.Target.Classes);
        Assert.Equal(plan.Task, stream.Target.Task);
        Assert.Equal(inputs.Inputs, stream.Plan.Inputs);
        Assert.Equal(inputs.Dropped, stream.Plan.Dropped);
        Dataset whole = plan.Encode(rows, new RowEncoder(inputs.Inputs));
        int at = 0;
        foreach (Dataset chunk in stream.Read(FitContext.Default))
        {
            for (int row = 0; row < chunk.RowCount; row++, at++)
            {
                Assert.Equal(whole.Features.Row(at).ToArray(), chunk.Features.Row(row).ToArray());
                Assert.Equal(whole.Task == TaskKind.Regression ? whole.Target[at] : whole.Labels[at], chunk.Task == TaskKind.Regression ? chunk.Target[row] : chunk.Labels[row]);
            }
        }

        Assert.Equal(whole.RowCount, at);
        Assert.Equal(whole.RowCount, stream.RowCount);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_pipeline_learns_from_a_stream_what_it_learns_from_all_rows(string table, string target)
    {
        Frame frame = CsvReader.Read(RepositoryFiles.Table(table)).Frame;
        TableStream stream = Stream(table, target);
        Frame rows = frame.Take(stream.Target.PresentRows(frame));
        Dataset whole = stream.Target.Encode(rows, stream.Encoder);
        ITransformer[][] preparations =
        [
            [new OneHotEncoder(), new Imputer { Strategy = ImputeStrategy.Mean }, new StandardScaler()],
            [new OneHotEncoder { RareRows = 5 }, new Imputer { Strategy = ImputeStrategy.Median }, new MinMaxScaler()],
            [new OrdinalEncoder(), new Imputer { Strategy = ImputeStrategy.Mode, Indicator = false }, new MaxAbsScaler()],
            [new OrdinalEncoder(), new Imputer { Strategy = ImputeStrategy.Constant, Constant = -1 }],
        ];
        IEstimator[] estimators = whole.Task == TaskKind.Regression
            ? [new Ridge(), new Lasso { Alpha = 0.01, Tolerance = 1e-12 }, new ElasticNet { Alpha = 0.01, Tolerance = 1e-12 }, new LinearRegression()]
            : [new GaussianNaiveBayes(), new BernoulliNaiveBayes { Threshold = 0.123 }];
        foreach (ITransformer[] steps in preparations)
        {
            foreach (IEstimator estimator in estimators)
            {
                var pipeline = new Pipeline(steps, estimator);
                double[] expected = Predict(pipeline.FitModel(whole, FitContext.Default), whole), actual = Predict(pipeline.FitStream(stream, FitContext.Default), whole);
                LearnedOracle.Near(expected, actual, 1e-6, $"{string.Join(" ", steps.Select(step => step.GetType().Name))} {estimator.GetType().Name}");
            }
        }
    }

    [Fact]
    public void What_cannot_learn_from_a_stream_is_named()
    {
        TableStream stream = Stream("concrete", "compressive_strength");
        Assert.StartsWith("'QuantileScaler' cannot learn from a stream", Assert.Throws<ModelyardException>(() => new Pipeline([new QuantileScaler()], new Ridge()).FitStream(stream, FitContext.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dependent_columns_get_the_coefficients_of_least_norm_from_chunks_too()
    {
        Dataset data = LearnedOracle.Regression("collinear");
        foreach (bool intercept in new[] { true, false })
        {
            var estimator = new LinearRegression { Intercept = intercept };
            IIncrementalFit fit = estimator.Begin(DataShape.Of(data), FitContext.Default);
            fit.PartialFit(data.Rows([.. Enumerable.Range(0, 50)]));
            fit.PartialFit(data.Rows([.. Enumerable.Range(50, data.RowCount - 50)]));
            LearnedOracle.Near(estimator.Fit(data).Coefficients, ((LinearModel)fit.ToModel()).Coefficients, 1e-7, "coefficients");
        }
    }

    [Fact]
    public void The_median_of_a_stream_is_within_its_stated_rank()
    {
        var random = new RandomStream(2);
        double[] values = [.. Enumerable.Range(0, 300_000).Select(_ => Math.Exp(random.NextGaussian()))];
        var whole = new QuantileSketch();
        QuantileSketch[] parts = [.. Enumerable.Range(0, 7).Select(_ => new QuantileSketch())];
        for (int i = 0; i < values.Length; i++)
        {
            whole.Add(values[i]);
            parts[i % 7].Add(values[i]);
        }

        QuantileSketch merged = parts.Aggregate(new QuantileSketch(), (sum, part) =>
        {
            sum.Merge(part);
            return sum;
        });
        Array.Sort(values);
        foreach (QuantileSketch sketch in new[] { whole, merged })
        {
            Assert.Equal(values.Length, sketch.Count);
            Assert.InRange(sketch.RankError, 1e-6, 0.002);
            foreach (double level in new[] { 0.01, 0.25, 0.5, 0.75, 0.99 })
            {
                int rank = Array.BinarySearch(values, sketch.Quantile(level));
                double found = (rank < 0 ? ~rank : rank) / (double)values.Length;
                Assert.InRange(found, level - sketch.RankError - 1e-5, level + sketch.RankError + 1e-5);
            }
        }
    }

    [Fact]
    public void Quantiles_of_few_numbers_are_exact()
    {
        var sketch = new QuantileSketch();
        foreach (double value in new[] { 5.0, 1, 4, 2 })
        {
            sketch.Add(value);
        }

        Assert.Equal(0, sketch.RankError);
        Assert.Equal(3, sketch.Quantile(0.5));
        Assert.Equal(1.75, sketch.Quantile(0.25));
        var weighted = new QuantileSketch();
        weighted.Add(1, 2);
        weighted.Add(5, 1);
        weighted.Add(double.NaN);
        Assert.Equal(1, weighted.Quantile(0.5));
        Assert.True(double.IsNaN(new QuantileSketch().Quantile(0.5)));
    }

    private static TableStream Stream(string table, string target) => TableStream.Learn(CsvReader.ReadChunks(RepositoryFiles.Table(table), chunkRows: 97), target);

    private static double[] Predict(IPredictiveModel model, Dataset data)
    {
        if (model is IRegressionModel regressor)
        {
            double[] predictions = new double[data.RowCount];
            regressor.Predict(data.Features, predictions);
            return predictions;
        }

        var probabilities = new Matrix(data.RowCount, data.ClassCount);
        ((IClassificationModel)model).PredictProbability(data.Features, probabilities);
        return probabilities.AsSpan().ToArray();
    }
}
