using Modelyard.Bayes;
using Modelyard.Catalogue;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Numerics;

namespace Modelyard.Tests.Ensembles;

public sealed class VotingTests
{
    private static readonly FitContext Context = new() { Seed = 2 };

    [Fact]
    public void A_vote_of_classes_is_the_weighted_mean_of_its_members()
    {
        Dataset data = Classes(["r", "s", "t"]);
        IEstimator[] members = [new LogisticRegression(), new GaussianNaiveBayes(), new KNeighborsClassifier()];
        double[] weights = [3, 0.5, 1.5];
        VotingClassificationModel vote = new VotingClassifier { Members = members, Weights = weights }.Fit(data, Context);
        Assert.Equal([0.6, 0.1, 0.3], vote.Weights.ToArray(), (left, right) => Math.Abs(left - right) < 1e-15);
        var all = new Matrix(data.RowCount, 3);
        ((IClassificationModel)vote).PredictProbability(data.Features, all, 3);
        double[] own = new double[3], alone = new double[3];
        for (int row = 0; row < data.RowCount; row++)
        {
            double[] expected = new double[3];
            for (int i = 0; i < members.Length; i++)
            {
                var member = (IClassificationModel)members[i].FitModel(data, i == 0 ? Context : Context.ForPart((ulong)i));
                member.PredictProbability(data.Features.Row(row), own);
                for (int k = 0; k < own.Length; k++)
                {
                    expected[k] += weights[i] / 5 * own[k];
                }
            }

            vote.PredictProbability(data.Features.Row(row), alone);
            Assert.Equal(expected, alone, (left, right) => Math.Abs(left - right) < 1e-14);
            Assert.Equal(alone, all.Row(row).ToArray());
            Assert.Equal(1, alone.Sum(), 1e-12);
        }
    }

    [Fact]
    public void A_vote_of_numbers_is_the_weighted_mean_of_its_members_and_equal_weights_need_not_be_given()
    {
        Dataset data = Numbers();
        IEstimator[] members = [new Ridge(), new KNeighborsRegressor()];
        VotingRegressionModel vote = new VotingRegressor { Members = members }.Fit(data, Context);
        double[] all = new double[data.RowCount];
        vote.Predict(data.Features, all, 2);
        for (int row = 0; row < data.RowCount; row++)
        {
            double expected = members.Average(member => ((IRegressionModel)member.FitModel(data, Context)).Predict(data.Features.Row(row)));
            Assert.Equal(expected, vote.Predict(data.Features.Row(row)), 1e-12);
            Assert.Equal(vote.Predict(data.Features.Row(row)), all[row]);
        }
    }

    [Fact]
    public void Classes_keep_the_order_of_the_data_and_members_of_another_order_are_refused()
    {
        var vote = (IClassificationModel)new VotingClassifier { Members = [new LogisticRegression(), new GaussianNaiveBayes()] }.Fit(Classes(["z", "a", "m"]), Context);
        Assert.Equal(["z", "a", "m"], vote.Classes);
        IClassificationModel one = new GaussianNaiveBayes().Fit(Classes(["z", "a", "m"])), other = new GaussianNaiveBayes().Fit(Classes(["a", "m", "z"]));
        Assert.ThrowsAny<ModelyardException>(() => new VotingClassificationModel([one, other], [1, 1]));
    }

    [Fact]
    public void A_member_of_weight_0_has_no_say_and_one_member_alone_speaks_for_itself()
    {
        Dataset data = Numbers();
        LinearModel ridge = new Ridge().Fit(data);
        KNeighborsRegressionModel near = new KNeighborsRegressor().Fit(data);
        var vote = new VotingRegressionModel([ridge, near], [2, 0]);
        var single = new VotingRegressionModel([ridge], [0.3]);
        for (int row = 0; row < data.RowCount; row++)
        {
            Assert.Equal(ridge.Predict(data.Features.Row(row)), vote.Predict(data.Features.Row(row)));
            Assert.Equal(ridge.Predict(data.Features.Row(row)), single.Predict(data.Features.Row(row)));
        }
    }

    [Fact]
    public void What_cannot_vote_is_refused_before_anything_is_fitted()
    {
        Dataset data = Numbers();
        Assert.Contains("Members is '[]' and must be one or more estimators for Regression", Fault([], []));
        Assert.Contains("must be one or more estimators for Regression", Fault([new Ridge(), new GaussianNaiveBayes()], []));
        Assert.Equal("The weights of the vote are '1'; there must be one for each of its '2' members, and not all 0.", Fault([new Ridge(), new Lasso()], [1]));
        Assert.Contains("not all 0", Fault([new Ridge(), new Lasso()], [0, 0]));
        Assert.Equal("Weights is '[1, -1]' and must be numbers, 0 or greater, as in [1, 2].", Fault([new Ridge(), new Lasso()], [1, -1]));
        Assert.Contains("0 or greater", Fault([new Ridge(), new Lasso()], [1, double.NaN]));

        string Fault(IReadOnlyList<IEstimator> members, IReadOnlyList<double> weights) =>
            Assert.Throws<ModelyardException>(() => new VotingRegressor { Members = members, Weights = weights }.Fit(data, Context)).Message;
    }

    [Theory]
    [InlineData("VotingRegressor(Members=[Ridge, Lasso], Weights=[1, 0.5])")]
    [InlineData("VotingClassifier(Weights=[2, 1, 1], IsHard=true)")]
    public void A_vote_is_written_and_read_with_its_weights(string text) => Assert.Equal(text, Hyperparameter.Format(EstimatorCatalogue.Create(text)));

    [Fact]
    public void A_vote_takes_what_all_of_its_members_take()
    {
        var plain = new VotingClassifier { Members = [new LogisticRegression(), new KNeighborsClassifier()] };
        Assert.Equal(new LogisticRegression().Traits.Weights && new KNeighborsClassifier().Traits.Weights, plain.Traits.Weights);
        Assert.False(plain.Traits.MissingValues);
        Assert.True(plain.Traits.ScaleSensitive);
    }

    private static Dataset Classes(string[] classes)
    {
        var random = new RandomStream(6);
        var features = new Matrix(90, 2);
        int[] labels = new int[90];
        for (int row = 0; row < 90; row++)
        {
            labels[row] = row % 3;
            features[row, 0] = labels[row] + random.NextGaussian();
            features[row, 1] = random.NextGaussian() - labels[row];
        }

        return Dataset.ForClassification(features, labels, classes);
    }

    private static Dataset Numbers()
    {
        var random = new RandomStream(7);
        var features = new Matrix(60, 2);
        double[] target = new double[60];
        for (int row = 0; row < 60; row++)
        {
            features[row, 0] = random.NextGaussian();
            features[row, 1] = random.NextGaussian();
            target[row] = features[row, 0] - (2 * features[row, 1]) + random.NextGaussian();
        }

        return Dataset.ForRegression(features, target);
    }
}
