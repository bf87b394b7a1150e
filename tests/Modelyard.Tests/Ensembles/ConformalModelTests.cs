using Modelyard.Catalogue;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Ensembles;

/// <summary>Holds the models of intervals and sets to the contracts: stored, alone, in batches, behind a preparation.</summary>
public sealed class ConformalModelTests
{
    public static TheoryData<string> Estimators =>
    [
        "ConformalRegressor(Estimator=LinearRegression, Method=Split)",
        "ConformalRegressor(Estimator=LinearRegression, Method=Split, Groups=group)",
        "ConformalRegressor(Estimator=Ridge, Folds=4)",
        "ConformalRegressor(Estimator=GradientBoostingRegressor(Iterations=10), Method=Quantiles, Coverage=0.8)",
        "ConformalClassifier(Estimator=LogisticRegression)",
        "ConformalClassifier(Estimator=LogisticRegression, Groups=group, Score=Cumulated)",
        "ConformalClassifier(Estimator=GradientBoostingClassifier(Iterations=10), ByClass=true)",
    ];

    [Theory]
    [MemberData(nameof(Estimators))]
    public void What_is_stored_and_read_back_gives_the_same_intervals_and_sets_to_the_bit(string text)
    {
        IEstimator estimator = EstimatorCatalogue.Create(text);
        Dataset data = Draw(400, 1, estimator.Task);
        IPredictiveModel model = estimator.FitModel(data, FitContext.Default);
        Assert.Equal(Ends(model, data.Features), Ends(Reload(model), data.Features));
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_row_alone_gets_what_it_gets_in_a_batch_dense_or_sparse(string text)
    {
        IEstimator estimator = EstimatorCatalogue.Create(text);
        Dataset data = Draw(400, 2, estimator.Task);
        IPredictiveModel model = estimator.FitModel(data, FitContext.Default);
        double[] expected = Ends(model, data.Features);
        var sparse = SparseMatrix.From(data.Features);
        if (model is IIntervalModel intervals)
        {
            PredictedInterval[] many = new PredictedInterval[400], few = new PredictedInterval[400];
            intervals.PredictInterval(data.Features, many, 2);
            intervals.PredictInterval(sparse, few, 2);
            Assert.Equal(expected, many.SelectMany(one => new[] { one.Low, one.High }));
            Assert.Equal(expected, few.SelectMany(one => new[] { one.Low, one.High }));
            Assert.All(many, (one, row) => Assert.Equal(intervals.Predict(data.Features.Row(row)), one.Value));
            Assert.All(many, one => Assert.True(one.Low <= one.Value && one.Value <= one.High));
            return;
        }

        var sets = (ISetModel)model;
        bool[] all = new bool[1200], same = new bool[1200];
        sets.PredictSet(data.Features, all, 2);
        sets.PredictSet(sparse, same, 2);
        Assert.Equal(expected, all.Select(isIn => isIn ? 1.0 : 0));
        Assert.Equal(all, same);
    }

    [Fact]
    public void Split_intervals_hold_the_truth_exactly_as_often_as_they_state()
    {
        // With 19 errors the 18th is taken, and a new one is below it with the chance 18 / 20.
        const int Replications = 2000, Tested = 10;
        double held = 0;
        for (int i = 0; i < Replications; i++)
        {
            var estimator = new ConformalRegressor { Estimator = new LinearRegression(), Method = ConformalMethod.Split, CalibrationShare = 19 / 40.0 };
            held += estimator.Fit(Draw(40, (ulong)i, TaskKind.Regression), new FitContext { Seed = (ulong)i }).Check(Draw(Tested, (ulong)(i + Replications), TaskKind.Regression)).Reached / Replications;
        }

        // The standard error is that of Beta(18, 2) over the replications and of the rows in each: 0.0026.
        Assert.InRange(held, 0.9 - 0.008, 0.9 + 0.008);
    }

    [Fact]
    public void The_jackknife_misses_the_truth_at_most_twice_as_often_as_stated_with_an_unstable_estimator()
    {
        double held = 0;
        const int Replications = 100;
        for (int i = 0; i < Replications; i++)
        {
            var estimator = new ConformalRegressor { Estimator = new DecisionTreeRegressor(), Method = ConformalMethod.JackknifePlus, Coverage = 0.8 };
            held += estimator.Fit(Draw(20, (ulong)i, TaskKind.Regression), FitContext.Default).Check(Draw(50, (ulong)(i + Replications), TaskKind.Regression)).Reached / Replications;
        }

        Assert.InRange(held, 0.6, 0.95);
    }

    [Fact]
    public void A_pipeline_is_fitted_inside_so_that_its_preparation_has_not_seen_the_rows_of_the_errors()
    {
        // A category of noise, one level for two rows: means of levels that knew the rows of the errors would make them look small.
        Dataset Noise(ulong seed)
        {
            var random = new RandomStream(seed);
            var features = new Matrix(2000, 1);
            double[] target = new double[2000];
            for (int row = 0; row < 2000; row++)
            {
                features[row, 0] = row / 2;
                target[row] = random.NextGaussian();
            }

            return Dataset.ForRegression(features, target, new FeatureSchema(new Feature("code", FeatureKind.Categorical) { Levels = [.. Enumerable.Range(0, 1000).Select(level => $"l{level}")] }));
        }

        foreach (ConformalMethod method in new[] { ConformalMethod.Split, ConformalMethod.CrossFolds, ConformalMethod.Quantiles })
        {
            IEstimator inner = method == ConformalMethod.Quantiles ? new GradientBoostingRegressor { Iterations = 20 } : new LinearRegression();
            var model = (ConformalRegressionModel)new Pipeline([new TargetEncoder()], new ConformalRegressor { Estimator = inner, Method = method, Folds = 4 }).FitModel(Noise(1), FitContext.Default);
            Assert.All(model.Members, member => Assert.IsType<PipelineRegressionModel>(member));
            Assert.InRange(model.Check(Noise(2)).Reached, 0.87, 0.93);
        }
    }

    [Fact]
    public void Rows_of_a_group_are_never_learned_from_and_held_at_once()
    {
        // Rows of a group are one number; were they parted, a tree would know the errors to be 0.
        var features = new Matrix(600, 1);
        double[] target = new double[600];
        int[] groups = new int[600];
        var random = new RandomStream(3);
        for (int row = 0; row < 600; row++)
        {
            groups[row] = row / 6;
            features[row, 0] = groups[row];
            target[row] = row % 6 == 0 ? random.NextGaussian() : target[row - 1];
        }

        foreach (ConformalMethod method in new[] { ConformalMethod.Split, ConformalMethod.CrossFolds })
        {
            Dataset data = Dataset.ForRegression(features, target).WithGroups(groups);
            ConformalRegressionModel model = new ConformalRegressor { Estimator = new DecisionTreeRegressor(), Method = method }.Fit(data, FitContext.Default);
            PredictedInterval interval = model.PredictInterval([50.5]);
            Assert.True(interval.High - interval.Low > 1, $"'{interval}'");
        }
    }

    [Fact]
    public void An_estimator_of_intervals_is_read_from_text_with_the_name_of_its_groups()
    {
        const string Text = "ConformalRegressor(Estimator=Ridge(Alpha=10), Method=Split, Groups=group)";
        var estimator = (ConformalRegressor)EstimatorCatalogue.Create(Text);
        Assert.Equal("group", estimator.Groups);
        Assert.Equal(Text, Hyperparameter.Format(estimator));
        Assert.Null(((ConformalRegressor)EstimatorCatalogue.Create("ConformalRegressor(Groups=none)")).Groups);
        Assert.Contains("must be", Assert.Throws<ModelyardException>(() => EstimatorCatalogue.Create("ConformalRegressor(Groups=)")).Message, StringComparison.Ordinal);
    }

    private static double[] Ends(IPredictiveModel model, Matrix rows)
    {
        var ends = new List<double>();
        for (int row = 0; row < rows.Rows; row++)
        {
            if (model is IIntervalModel intervals)
            {
                PredictedInterval own = intervals.PredictInterval(rows.Row(row));
                ends.AddRange([own.Low, own.High]);
                continue;
            }

            var sets = (ISetModel)model;
            bool[] set = new bool[sets.Classes.Count];
            Assert.Equal(sets.PredictSet(rows.Row(row), set), set.Count(isIn => isIn));
            ends.AddRange(set.Select(isIn => isIn ? 1.0 : 0));
        }

        return [.. ends];
    }

    private static IPredictiveModel Reload(IPredictiveModel model)
    {
        using var bytes = new MemoryStream();
        ModelFile.Write(new ModelPackage { Name = "m", Estimator = "e", Predictor = new Predictor(model, "y") }, bytes);
        bytes.Position = 0;
        return ModelFile.Read(bytes).Predictor.Model;
    }

    private static Dataset Draw(int rows, ulong seed, TaskKind task)
    {
        var random = new RandomStream(seed, 9);
        var features = new Matrix(rows, 2);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            features[row, 0] = random.NextDouble();
            features[row, 1] = random.NextInt(2);
            target[row] = Math.Sin(4 * features[row, 0]) + ((features[row, 1] == 1 ? 1 : 0.3) * random.NextGaussian());
        }

        var schema = new FeatureSchema(new Feature("x"), new Feature("group"));
        return task == TaskKind.Regression
            ? Dataset.ForRegression(features, target, schema)
            : Dataset.ForClassification(features, Array.ConvertAll(target, value => value < 0 ? 0 : value < 0.7 ? 1 : 2), ["low", "middle", "high"], schema);
    }
}
