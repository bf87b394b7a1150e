using Modelyard.Bayes;
using Modelyard.Catalogue;
using Modelyard.Ensembles;
using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Linear;

namespace Modelyard.Tests.Catalogue;

public sealed class EstimatorTextTests
{
    public static TheoryData<string> Names => [.. EstimatorCatalogue.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_estimator_of_the_catalogue_is_read_back_from_its_text(string name)
    {
        foreach (IEstimator start in EstimatorCatalogue.Find(name).Starts)
        {
            IEstimator again = EstimatorCatalogue.Create(Hyperparameter.Format(start));
            Assert.Equal(start.GetType(), again.GetType());
            Assert.Equal(Hyperparameter.Format(start), Hyperparameter.Format(again));
        }
    }

    [Fact]
    public void An_estimator_inside_another_is_named_with_its_settings()
    {
        IEstimator created = EstimatorCatalogue.Create("onevsrest( Estimator = Svc(C=10, CalibrationFolds=3) )");
        Assert.Equal(new OneVsRest { Estimator = new Svc { C = 10, CalibrationFolds = 3 } }, created);
        Assert.Equal("OneVsRest(Estimator=Svc(C=10, CalibrationFolds=3))", Hyperparameter.Format(created));
        Assert.Equal("OneVsRest", Hyperparameter.Format(new OneVsRest()));
    }

    [Fact]
    public void A_hyperparameter_that_is_an_estimator_is_parsed_by_the_catalogue()
    {
        Hyperparameter estimator = Hyperparameters.Find(new OneVsRest(), "estimator");
        Assert.Equal(new GaussianNaiveBayes(), EstimatorCatalogue.Parse(estimator, "GaussianNaiveBayes"));
        Assert.Equal("an estimator for Classification", estimator.Allowed);
        Assert.Equal("LogisticRegression", Hyperparameter.Format(estimator.Default));
        Assert.True(estimator.IsEstimator);
        Assert.Equal("Estimator is 'Ridge' and must be an estimator for Classification.", Assert.Throws<ModelyardException>(() => EstimatorCatalogue.Parse(estimator, "Ridge")).Message);
        Assert.Throws<ModelyardException>(() => Hyperparameters.Check(new OneVsRest { Estimator = new Ridge() }));
    }

    [Theory]
    [InlineData("Rigde", "no estimator 'Rigde'")]
    [InlineData("Ridge(Alpha=10", "name with settings in parentheses")]
    [InlineData("Ridge(Alpha)", "name with settings in parentheses")]
    [InlineData("Ridge(Alpha=10,)", "name with settings in parentheses")]
    [InlineData("Ridge(Alpha=10))", "name with settings in parentheses")]
    [InlineData("Ridge(Beta=10)", "no hyperparameter 'Beta'")]
    [InlineData("Ridge(Alpha=-1)", "Alpha is '-1'")]
    [InlineData("OneVsRest(Estimator=Nope)", "no estimator 'Nope'")]
    public void What_names_no_estimator_is_refused_in_words(string text, string words) =>
        Assert.Contains(words, Assert.Throws<ModelyardException>(() => EstimatorCatalogue.Create(text)).Message, StringComparison.Ordinal);
}
