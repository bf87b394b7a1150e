using System.Text.Json;
using Modelyard.Bayes;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Bayes;

public sealed class CountingNaiveBayesTests
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("bayes"))).RootElement;

    [Fact]
    public void Logarithms_of_probabilities_agree_with_scikit_learn()
    {
        int cases = 0;
        foreach (JsonElement one in Root.GetProperty("cases").EnumerateArray())
        {
            Dataset data = Table(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean());
            IEstimator estimator = Estimator(one);
            var model = (IDecisionModel)estimator.FitModel(data, FitContext.Default);
            string what = $"{one.GetProperty("estimator")} {one.GetProperty("table")} {one.GetProperty("alpha")} {one.GetProperty("weighted")}";
            Matrix joint = LearnedOracle.Rows(one.GetProperty("joint")), logarithms = LearnedOracle.Rows(one.GetProperty("log_probabilities"));
            CheckJoint(model, data, joint, what);
            Matrix probabilities = LearnedOracle.PredictEveryWay(model, data.Features);
            for (int row = 0; row < logarithms.Rows; row++)
            {
                for (int label = 0; label < logarithms.Columns; label++)
                {
                    LearnedOracle.Near(Math.Exp(logarithms[row, label]), probabilities[row, label], 1e-9, what);
                }
            }

            if (estimator.Traits.Sparse)
            {
                CheckSparse(estimator, data, probabilities);
            }

            cases++;
        }

        Assert.Equal(48, cases);
    }

    [Fact]
    public void Tables_of_categories_agree_with_scikit_learn()
    {
        foreach (JsonElement one in Root.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("estimator").GetString() == "Categorical"))
        {
            var model = (CategoricalNaiveBayesModel)Estimator(one).FitModel(Table("categories", one.GetProperty("weighted").GetBoolean()), FitContext.Default);
            int feature = 0;
            foreach (JsonElement table in one.GetProperty("tables").EnumerateArray())
            {
                LearnedOracle.Near(LearnedOracle.Rows(table).AsSpan(), model.LogProbabilities(feature++).AsSpan(), 1e-12, "table");
            }
        }
    }

    [Fact]
    public void Counts_below_zero_are_refused_with_row_and_feature()
    {
        Dataset data = Table("two", weighted: false);
        Matrix features = data.Features.Copy();
        features[17, 4] = -2;
        foreach (IEstimator estimator in new IEstimator[] { new MultinomialNaiveBayes(), new ComplementNaiveBayes(), new CategoricalNaiveBayes() })
        {
            foreach (Dataset bad in new[] { data.WithFeatures(features, data.Schema), data.WithFeatures(SparseMatrix.From(features), data.Schema) }.Take(estimator.Traits.Sparse ? 2 : 1))
            {
                ModelyardException refusal = Assert.Throws<ModelyardException>(() => estimator.FitModel(bad, FitContext.Default));
                Assert.StartsWith("The feature 'x4' is '-2' in data row 18 and must be 0 or greater", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Fractions_are_no_categories()
    {
        Dataset data = Dataset.ForClassification(Matrix.From(new double[,] { { 0 }, { 1.5 } }), [0, 1], ["a", "b"]);
        Assert.StartsWith("The feature 'x0' is '1.5' in data row 2 and must be a whole number", Assert.Throws<ModelyardException>(() => new CategoricalNaiveBayes().Fit(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sparse_features_need_a_threshold_that_leaves_zeros_out()
    {
        Dataset data = Table("two", weighted: false);
        Dataset sparse = data.WithFeatures(SparseMatrix.From(data.Features), data.Schema);
        Assert.Contains("Threshold is '-1'", Assert.Throws<ModelyardException>(() => new BernoulliNaiveBayes { Threshold = -1 }.Fit(sparse)).Message, StringComparison.Ordinal);
        LinearNaiveBayesModel model = new BernoulliNaiveBayes { Threshold = -1 }.Fit(data);
        Matrix alone = LearnedOracle.PredictEveryWay(model, data.Features), batch = new(data.RowCount, 2);
        model.PredictProbability(sparse.SparseFeatures, batch);
        LearnedOracle.Near(alone.AsSpan(), batch.AsSpan(), 1e-12, "sparse");
    }

    [Theory]
    [InlineData("Multinomial")]
    [InlineData("Complement")]
    [InlineData("Bernoulli")]
    [InlineData("Categorical")]
    [InlineData("Gaussian")]
    public void Chunks_make_the_model_of_the_whole_to_the_last_digits(string name)
    {
        foreach (bool weighted in new[] { false, true })
        {
            Dataset data = Table("four", weighted);
            IIncrementalEstimator estimator = name switch
            {
                "Multinomial" => new MultinomialNaiveBayes(),
                "Complement" => new ComplementNaiveBayes(),
                "Bernoulli" => new BernoulliNaiveBayes(),
                "Categorical" => new CategoricalNaiveBayes(),
                _ => new GaussianNaiveBayes(),
            };
            IIncrementalFit fit = estimator.Begin(DataShape.Of(data), FitContext.Default);
            for (int first = 0; first < data.RowCount; first += 27)
            {
                fit.PartialFit(data.Rows([.. Enumerable.Range(first, Math.Min(27, data.RowCount - first))]));
            }

            Matrix whole = LearnedOracle.PredictEveryWay((IClassificationModel)estimator.FitModel(data, FitContext.Default), data.Features);
            Matrix parts = LearnedOracle.PredictEveryWay((IClassificationModel)fit.ToModel(), data.Features);
            LearnedOracle.Near(whole.AsSpan(), parts.AsSpan(), 1e-11, name);
        }
    }

    private static void CheckJoint(IDecisionModel model, Dataset data, Matrix joint, string what)
    {
        double[] scores = new double[model.DecisionCount];
        for (int row = 0; row < joint.Rows; row++)
        {
            model.Decide(data.Features.Row(row), scores);
            double[] expected = scores.Length == 1 ? [joint[row, 1] - joint[row, 0]] : joint.Row(row).ToArray();
            LearnedOracle.Near(expected, scores, 1e-9, what);
        }
    }

    private static void CheckSparse(IEstimator estimator, Dataset data, Matrix probabilities)
    {
        Dataset sparse = data.WithFeatures(SparseMatrix.From(data.Features), data.Schema);
        var model = (IClassificationModel)estimator.FitModel(sparse, FitContext.Default);
        var batch = new Matrix(data.RowCount, data.ClassCount);
        model.PredictProbability(sparse.SparseFeatures, batch, 3);
        LearnedOracle.Near(probabilities.AsSpan(), batch.AsSpan(), 1e-12, "sparse");
    }

    private static IEstimator Estimator(JsonElement one)
    {
        double alpha = one.GetProperty("alpha").GetDouble();
        ClassPriors priors = one.GetProperty("prior").GetBoolean() ? ClassPriors.Empirical : ClassPriors.Uniform;
        return one.GetProperty("estimator").GetString() switch
        {
            "Multinomial" => new MultinomialNaiveBayes { Alpha = alpha, Priors = priors },
            "Bernoulli" => new BernoulliNaiveBayes { Alpha = alpha, Priors = priors, Threshold = one.GetProperty("Threshold").GetDouble() },
            "Complement" => new ComplementNaiveBayes { Alpha = alpha, Normalise = one.GetProperty("Normalise").GetBoolean() },
            _ => new CategoricalNaiveBayes { Alpha = alpha, Priors = priors, MinCategories = one.GetProperty("MinCategories").GetInt32() },
        };
    }

    private static Dataset Table(string name, bool weighted)
    {
        JsonElement table = Root.GetProperty("tables").GetProperty(name);
        int[] labels = Array.ConvertAll(LearnedOracle.Numbers(table.GetProperty("target")), label => (int)label);
        return Dataset.ForClassification(LearnedOracle.Rows(table.GetProperty("features")), labels, [.. Enumerable.Range(0, labels.Max() + 1).Select(k => $"c{k}")])
            .WithWeights(weighted ? LearnedOracle.Numbers(table.GetProperty("weights")) : null);
    }
}
