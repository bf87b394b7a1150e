using Modelyard.Catalogue;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection;
using Modelyard.Selection.Features;

namespace Modelyard.Tests.Selection.Features;

public sealed class SelectFeaturesTests
{
    public static TheoryData<FeatureSelectionMethod> Methods => [.. Enum.GetValues<FeatureSelectionMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_method_finds_what_matters_and_keeps_as_many_as_are_asked_for(FeatureSelectionMethod method)
    {
        Dataset data = SelectionTables.Classes(300, 3, noise: 6);
        var free = (SelectionModel)new SelectFeatures { Method = method }.Fit(data, new FitContext { Seed = 1 });
        string[] kept = [.. free.Outputs.Select(feature => feature.Name)];

        // Of eleven features stability takes two on each half, so that one false one at most is expected.
        int least = method == FeatureSelectionMethod.Stability ? 1 : 3;
        Assert.True(kept.Count(SelectionTables.Informative.Contains) >= least, string.Join(' ', kept));
        Assert.InRange(kept.Length, least, 7);
        var two = (SelectionModel)new SelectFeatures { Method = method, Count = 2 }.Fit(data, new FitContext { Seed = 1 });
        Assert.Equal(2, two.Outputs.Count);
        Assert.All(two.Outputs, feature => Assert.Contains(feature.Name, SelectionTables.Informative));
        Assert.Equal(11, ((SelectionModel)new SelectFeatures { Method = method, Count = 99 }.Fit(data, new FitContext { Seed = 1 })).Outputs.Count);
    }

    /// <summary>The target is a coin, so that no honest score is far from one half: Ambroise and McLachlan (2002).</summary>
    [Fact]
    public void Chosen_inside_of_folds_noise_scores_one_half_and_chosen_before_them_far_more()
    {
        double honest = 0, optimistic = 0;
        for (ulong seed = 1; seed <= 2; seed++)
        {
            Dataset data = Coins(200, 500, seed);
            IReadOnlyList<Split> folds = new KFold { Folds = 5, Stratified = true, Seed = seed }.Split(data);
            var selection = new SelectFeatures { Method = FeatureSelectionMethod.UnivariateTests, Count = 10 };
            double Accuracy(Dataset rows, IEstimator estimator) =>
                CrossValidation.Run(estimator, rows, folds, MetricCatalogue.Find("accuracy", TaskKind.Classification), new FitContext { Seed = seed }).Average(fold => fold.Score) / 2;
            honest += Accuracy(data, new Pipeline([selection], new LogisticRegression()));
            optimistic += Accuracy(selection.Fit(data, new FitContext()).Transform(data), new LogisticRegression());
        }

        Assert.InRange(honest, 0.42, 0.58);
        Assert.True(optimistic > 0.65, $"{honest} {optimistic}");
    }

    [Fact]
    public void Where_all_is_noise_the_best_feature_is_kept_and_a_warning_says_so()
    {
        var warnings = new List<string>();
        Dataset data = SelectionTables.Noise(120, 8, 2);
        var model = (SelectionModel)new SelectFeatures { Method = FeatureSelectionMethod.Forward }.Fit(data, new FitContext { Seed = 4, Warning = warnings.Add });
        Feature kept = Assert.Single(model.Outputs);
        Assert.Contains($"the best, '{kept.Name}', is kept", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FeatureSelectionMethod.RecursiveElimination)]
    [InlineData(FeatureSelectionMethod.Backward)]
    public void What_always_keeps_a_feature_warns_that_it_beats_no_guess(FeatureSelectionMethod method)
    {
        var warnings = new List<string>();
        new SelectFeatures { Method = method }.Fit(SelectionTables.Noise(120, 8, 2), new FitContext { Seed = 4, Warning = warnings.Add });
        Assert.Contains("no better than guessing", Assert.Single(warnings), StringComparison.Ordinal);
        warnings.Clear();
        new SelectFeatures { Method = method }.Fit(SelectionTables.Numbers(200, 3, noise: 3), new FitContext { Seed = 4, Warning = warnings.Add });
        Assert.Empty(warnings);
    }

    [Fact]
    public void Categories_and_missing_cells_are_chosen_among_as_they_are_and_prepared_afterwards()
    {
        Dataset data = Mixed(400);
        PipelineClassificationModel model = new SelectingClassifier { Count = 2 }.Fit(data, new FitContext());
        Assert.Equal(["kind", "size"], ((SelectionModel)model.Steps[0]).Outputs.Select(feature => feature.Name));
        Assert.Contains(model.Steps, step => step is OneHotModel);
        double[] probabilities = new double[2];
        model.PredictProbability([double.NaN, double.NaN, 0, double.NaN], probabilities);
        Assert.Equal(1, probabilities.Sum(), 1e-12);
    }

    [Theory]
    [InlineData("SelectingClassifier(Method=RecursiveElimination, Count=3)")]
    [InlineData("SelectingClassifier(Method=Forward, Estimator=GaussianNaiveBayes)")]
    [InlineData("SelectingRegressor(Method=Stability)")]
    [InlineData("SelectingRegressor(Estimator=RandomForestRegressor(Trees=10), Method=Boruta)")]
    public void What_is_read_back_predicts_the_same_and_text_gives_the_same_estimator(string text)
    {
        IEstimator estimator = EstimatorCatalogue.Create(text);
        Assert.Equal(text, Hyperparameter.Format(estimator).Replace("Estimator=GaussianNaiveBayes, Method=Forward", "Method=Forward, Estimator=GaussianNaiveBayes", StringComparison.Ordinal));
        Dataset data = estimator.Task == TaskKind.Classification ? SelectionTables.Classes(150, 5, noise: 5) : SelectionTables.Numbers(150, 5, noise: 5);
        IPredictiveModel model = estimator.FitModel(data, new FitContext { Seed = 3 });
        using var file = new MemoryStream();
        ModelFile.Write(new ModelPackage { Name = "m", Estimator = "e", Predictor = new Predictor(model, "y") }, file);
        file.Position = 0;
        Assert.Equal(Outputs(model, data), Outputs(ModelFile.Read(file).Predictor.Model, data));
        Assert.Equal(Outputs(model, data), Outputs(estimator.FitModel(data, new FitContext { Seed = 3, Parallelism = 1 }), data));
    }

    [Fact]
    public void What_does_not_go_together_is_refused_in_words_that_say_what_does()
    {
        Dataset data = SelectionTables.Numbers(60, 6, noise: 2);
        void Refused(ILearner learner, string words)
        {
            string message = Assert.Throws<ModelyardException>(() => learner is ITransformer transformer ? (object)transformer.Fit(data, new FitContext()) : ((IEstimator)learner).FitModel(data, new FitContext())).Message;
            Assert.Contains(words, message, StringComparison.Ordinal);
        }

        Refused(new SelectFeatures { Estimator = new Ridge() }, "the method 'MutualInformation' takes none");
        Refused(new SelectFeatures { Method = FeatureSelectionMethod.Forward, Estimator = new LogisticRegression() }, "is for Classification");
        Refused(new SelectingRegressor { Estimator = EstimatorCatalogue.Create("ConformalRegressor(Estimator=Ridge)") }, "ConformalRegressor(Estimator=SelectingRegressor(Estimator=Ridge))");
        Refused(new SelectingRegressor { Method = FeatureSelectionMethod.RecursiveElimination, Estimator = EstimatorCatalogue.Create("KNeighborsRegressor") }, "does not say how much it used each feature");
        Assert.Throws<ModelyardException>(() => new SelectFeatures().Fit(Dataset.WithoutTarget(new Matrix(5, 2)), new FitContext()));
    }

    private static double[] Outputs(IPredictiveModel model, Dataset data)
    {
        if (model is IRegressionModel regressor)
        {
            double[] numbers = new double[data.RowCount];
            regressor.Predict(data.Features, numbers);
            return numbers;
        }

        var probabilities = new Matrix(data.RowCount, 2);
        ((IClassificationModel)model).PredictProbability(data.Features, probabilities);
        return probabilities.AsSpan().ToArray();
    }

    private static Dataset Coins(int rows, int columns, ulong seed)
    {
        var random = new RandomStream(seed);
        var features = new Matrix(rows, columns);
        foreach (ref double value in features.AsSpan())
        {
            value = random.NextGaussian();
        }

        return Dataset.ForClassification(features, [.. Enumerable.Range(0, rows).Select(row => row % 2)], ["no", "yes"]);
    }

    private static Dataset Mixed(int rows)
    {
        var random = new RandomStream(9);
        var features = new Matrix(rows, 4);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = random.NextInt(2);
            features[row, 0] = random.NextGaussian();
            features[row, 1] = random.NextInt(5) == 0 ? double.NaN : labels[row] + random.NextInt(3);
            features[row, 2] = random.NextInt(3);
            features[row, 3] = random.NextInt(6) == 0 ? double.NaN : labels[row] + (0.5 * random.NextGaussian());
        }

        Feature Level(string name, int count) => new(name, FeatureKind.Categorical) { Levels = [.. Enumerable.Range(0, count).Select(i => $"l{i}")] };
        return Dataset.ForClassification(features, labels, ["no", "yes"], new FeatureSchema(new Feature("noise"), Level("kind", 4), Level("other", 3), new Feature("size")));
    }
}
