using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Trees.Boosting;

/// <summary>Holds fits that go on from a model, and fits from a stream, to the one long fit in memory.</summary>
public sealed class BoostingContinuationTests
{
    [Theory]
    [InlineData(BoostingLoss.SquaredError, 1.0)]
    [InlineData(BoostingLoss.AbsoluteError, 1.0)]
    [InlineData(BoostingLoss.SquaredError, 0.6)]
    public void Going_on_gives_what_one_long_fit_gives(BoostingLoss loss, double share)
    {
        Dataset data = BoostingTables.Regression(3000);
        var estimator = new GradientBoostingRegressor { Loss = loss, Iterations = 30, RowShare = share, FeatureShare = share, EarlyStopping = EarlyStopping.Off };
        GradientBoostingRegressionModel whole = estimator.Fit(data);
        var state = new MemoryState();
        (estimator with { Iterations = 12 }).Fit(data).Save(state);
        GradientBoostingRegressionModel parts = (estimator with { Iterations = 18 }).Continue(GradientBoostingRegressionModel.Load(state.Reader), data, FitContext.Default);
        AssertSame(whole.Trees, parts.Trees);
        Assert.Equal(whole.TrainingLoss.ToArray(), parts.TrainingLoss.ToArray());
    }

    [Fact]
    public void A_classifier_goes_on_too_and_keeps_the_trees_it_had()
    {
        Dataset data = BoostingTables.Classification(2000, 3), other = BoostingTables.Classification(2000, 3, seed: 4);
        var estimator = new GradientBoostingClassifier { Iterations = 10, TopRate = 0.3, LearningRate = 0.3 };
        GradientBoostingClassificationModel whole = (estimator with { Iterations = 16 }).Fit(data), first = estimator.Fit(data);
        AssertSame(whole.Trees, (estimator with { Iterations = 6 }).Continue(first, data, FitContext.Default).Trees);
        GradientBoostingClassificationModel moved = estimator.Continue(first, other, FitContext.Default);
        Assert.Equal(60, moved.TreeCount);
        Assert.Equal(first.Trees.Values, moved.Trees.Values[..first.Trees.NodeCount]);
    }

    [Fact]
    public void A_model_that_does_not_suit_is_not_gone_on_from()
    {
        Dataset data = BoostingTables.Regression(200);
        var estimator = new GradientBoostingRegressor { Iterations = 3 };
        GradientBoostingRegressionModel model = estimator.Fit(data);
        Assert.Throws<ModelyardException>(() => (estimator with { Loss = BoostingLoss.AbsoluteError }).Continue(model, data, FitContext.Default));
        Assert.Throws<ModelyardException>(() => estimator.Continue(model, BoostingTables.Regression(200, levels: 5), FitContext.Default));
        Dataset classes = BoostingTables.Classification(200, 3);
        var classifier = new GradientBoostingClassifier { Iterations = 3 };
        Assert.Throws<ModelyardException>(() => classifier.Continue(classifier.Fit(BoostingTables.Classification(200, 2)), classes, FitContext.Default));
    }

    [Theory]
    [InlineData(1500, 400, EarlyStopping.Off, 255, true)]
    [InlineData(1500, 1, EarlyStopping.On, 20, true)]
    [InlineData(1500, 400, EarlyStopping.On, 20, false)]
    [InlineData(12_000, 5000, EarlyStopping.Auto, 255, true)]
    [InlineData(12_000, 5000, EarlyStopping.Auto, 255, false)]
    [InlineData(205_000, 30_000, EarlyStopping.Off, 64, true)]
    [InlineData(230_000, 65_536, EarlyStopping.Auto, 64, false)]
    public void A_stream_gives_the_model_of_a_fit_in_memory(int rows, int chunk, EarlyStopping stopping, int bins, bool grouped)
    {
        Dataset data = BoostingTables.Regression(rows, levels: 40);
        data = data.WithWeights([.. Enumerable.Range(0, rows).Select(row => (double)(row % 4))]).WithGroups(grouped ? [.. Enumerable.Range(0, rows).Select(row => row % 50)] : null);
        var estimator = new GradientBoostingRegressor { Iterations = 5, EarlyStopping = stopping, MaxBins = bins };
        GradientBoostingRegressionModel memory = estimator.Fit(data), stream = estimator.FitStream(new Chunks(data, chunk), FitContext.Default);
        AssertSame(memory.Trees, stream.Trees);
        Assert.Equal(memory.TrainingLoss.ToArray(), stream.TrainingLoss.ToArray());
        Assert.Equal(memory.ValidationLoss.ToArray(), stream.ValidationLoss.ToArray());
        Assert.Equal(memory.Features, stream.Features);
    }

    [Fact]
    public void A_stream_of_classes_gives_the_classifier_of_a_fit_in_memory()
    {
        Dataset data = BoostingTables.Classification(3000, 4);
        var estimator = new GradientBoostingClassifier { Iterations = 5, ClassWeight = ClassWeight.Balanced, EarlyStopping = EarlyStopping.On };
        var stream = (GradientBoostingClassificationModel)((IStreamingEstimator)estimator).FitStream(new Chunks(data, 700), FitContext.Default);
        AssertSame(estimator.Fit(data).Trees, stream.Trees);
        Assert.Equal(data.Classes, stream.Classes);
    }

    [Fact]
    public void A_stream_that_is_cancelled_changes_or_is_empty_is_told()
    {
        Dataset data = BoostingTables.Regression(500);
        var estimator = new GradientBoostingRegressor { Iterations = 3 };
        Assert.ThrowsAny<OperationCanceledException>(() => estimator.FitStream(new Chunks(data, 100), new FitContext { Cancellation = new CancellationToken(canceled: true) }));
        Assert.Throws<ModelyardException>(() => estimator.FitStream(new Chunks(data, 100) { Shrinks = true }, FitContext.Default));
        Assert.Throws<ModelyardException>(() => estimator.FitStream(new Chunks(data.Rows([]), 100), FitContext.Default));
        Assert.Throws<ModelyardException>(() => estimator.FitStream(new Chunks(BoostingTables.Classification(100, 2), 50), FitContext.Default));
    }

    private static void AssertSame(EnsembleTables expected, EnsembleTables actual)
    {
        Assert.Equal(expected.Roots, actual.Roots);
        Assert.Equal(expected.Features, actual.Features);
        Assert.Equal(expected.Left, actual.Left);
        Assert.Equal(expected.Splits, actual.Splits);
        Assert.Equal(expected.Values, actual.Values);
        Assert.Equal(expected.Counts, actual.Counts);
        Assert.Equal(expected.LevelSets, actual.LevelSets);
        Assert.Equal(expected.Importances, actual.Importances);
        Assert.Equal(expected.Bins.SelectMany(bins => bins.Cuts), actual.Bins.SelectMany(bins => bins.Cuts));
    }

    private sealed class Chunks(Dataset data, int size) : IDataStream
    {
        private int _readings;

        public bool Shrinks { get; init; }

        public DataShape Shape => DataShape.Of(data);

        public IEnumerable<Dataset> Read(FitContext context)
        {
            int rows = Shrinks && _readings++ > 0 ? data.RowCount - 1 : data.RowCount;
            for (int first = 0; first < rows; first += size)
            {
                Dataset chunk = data.Rows([.. Enumerable.Range(first, Math.Min(size, rows - first))]);
                yield return chunk;
            }
        }
    }
}
