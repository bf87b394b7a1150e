using Modelyard.Ensembles;
using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection.Search;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Selection.Search;

public sealed class EstimatorSpaceTests
{
    [Fact]
    public void The_defaults_have_no_value_on_an_axis_whose_condition_they_do_not_meet()
    {
        EstimatorSpace space = EstimatorSpace.Of(new Svc()).With("Kernel={Rbf,Linear,Polynomial}").With("Degree=2..4 when Kernel={Polynomial}");
        SearchPoint start = Assert.Single(space.Starts);
        Assert.Equal("Rbf", start.Values["Kernel"]);
        Assert.DoesNotContain("Degree", start.Values.Keys);
        Assert.Equal("3", Assert.Single(EstimatorSpace.Of(new Svc { Kernel = KernelKind.Polynomial }).With("Kernel={Rbf,Linear,Polynomial}").With("Degree=2..4 when Kernel={Polynomial}").Starts).Values["Degree"]);
    }

    [Fact]
    public void The_axes_are_those_that_the_declarations_say()
    {
        SearchSpace space = EstimatorSpace.Of(new GradientBoostingRegressor()).Space;
        Assert.Equal(
            Hyperparameters.Of(new GradientBoostingRegressor()).Where(one => one.IsSearched).Select(one => one.Name),
            space.Dimensions.Select(axis => axis.Name));
        Assert.Equal("LearningRate=log(0.02,0.3)", space.Dimensions[0].ToString());
        Assert.Equal("Iterations=log(50,500)", space.Dimensions[1].ToString());
        Assert.Equal("Criterion={Gini,Entropy,LogLoss}".Split('=')[0], EstimatorSpace.Of(new DecisionTreeClassifier()).Space.Dimensions[0].Name);
    }

    [Theory]
    [InlineData("Alpha=log(1e-3,10)", "Alpha=log(0.001,10)")]
    [InlineData("alpha = 0.5..2", "Alpha=0.5..2")]
    [InlineData("Alpha={0.1, 1,10}", "Alpha={0.1,1,10}")]
    [InlineData("Alpha=3", "Alpha={3}")]
    public void A_text_changes_an_axis(string text, string expected) => Assert.Equal(expected, EstimatorSpace.Of(new Ridge()).With(text).Space.Text);

    [Theory]
    [InlineData("Kernel={Rbf,Linear}", "Gamma=log(0.01,1) when Kernel={Rbf}")]
    [InlineData("Gamma=log(0.01,1) when Kernel={Rbf}", "Kernel={Rbf,Linear}")]
    public void An_axis_depends_on_a_choice_in_whatever_order_both_are_given(string first, string second)
    {
        SearchSpace space = EstimatorSpace.Of(new Svc()).With(first).With(second).Space;
        string[] names = [.. space.Dimensions.Select(axis => axis.Name)];
        Assert.True(Array.IndexOf(names, "Kernel") < Array.IndexOf(names, "Gamma"));
        var random = new RandomStream(1);
        SearchPoint[] points = [.. Enumerable.Range(0, 40).Select(_ => space.At([.. names.Select(_ => random.NextDouble())]))];
        Assert.Contains(points, point => point["Kernel"] == "Rbf");
        Assert.All(points, point => Assert.Equal(point["Kernel"] == "Rbf", point.Values.ContainsKey("Gamma")));
        string message = Assert.Throws<ModelyardException>(() => EstimatorSpace.Of(new Svc()).With("Gamma=log(0.01,1) when Kernel={Rbf}").Space).Message;
        Assert.Contains("Give its values too, as in 'Kernel={A,B}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_beyond_an_axis_that_was_stated_is_no_start()
    {
        var space = EstimatorSpace.Of(new Ridge());
        Assert.Single(space.Starts);
        Assert.Single(space.With("Alpha=0.5..2").Starts);
        Assert.Empty(space.With("Alpha=2..4").Starts);
        Assert.Single(space.With("Alpha=2..4").Defaults);
        Assert.Single(space.With("Alpha=3").Starts);
        Assert.Empty(EstimatorSpace.Of(new DecisionTreeClassifier()).With("MaxDepth=2..5").Starts);
    }

    [Theory]
    [InlineData("Alpha", "must be a name with a range")]
    [InlineData("Alhpa=1..2", "nearest is 'Alpha'")]
    [InlineData("Alpha=-1..2", "must be a number, 0 or greater")]
    [InlineData("Alpha=2..1", "greater one")]
    [InlineData("Intercept=true..false", "List its values")]
    [InlineData("Alpha={1,2", "must be a name with a range")]
    public void A_text_that_is_no_axis_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ModelyardException>(() => EstimatorSpace.Of(new Ridge()).With(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_point_becomes_the_estimator_and_the_default_point_the_one_that_was_given()
    {
        var space = EstimatorSpace.Of(new Svc { C = 7, Tolerance = 0.01 });
        var svc = (Svc)space.Create(new SearchPoint(KeyValuePair.Create("C", "0.5"), KeyValuePair.Create("Gamma", "0.25"), KeyValuePair.Create("ClassWeight", "Balanced")));
        Assert.Equal((0.5, 0.25, ClassWeight.Balanced, 0.01), (svc.C, svc.Gamma, svc.ClassWeight, svc.Tolerance));
        Assert.Equal(new Svc { C = 7, Tolerance = 0.01 }, space.Create(space.Defaults[0]));
    }

    [Fact]
    public void What_an_estimator_is_made_of_is_searched_by_its_path()
    {
        var pipeline = new Pipeline([new KBinsDiscretizer()], new BaggingRegressor { Estimator = new Ridge() });
        var space = EstimatorSpace.Of(pipeline);
        Assert.Contains("KBinsDiscretizer.Bins", space.Space.Dimensions.Select(axis => axis.Name));
        Assert.Contains("Estimator.Estimator.Alpha", space.Space.Dimensions.Select(axis => axis.Name));
        var created = (Pipeline)space.Create(new SearchPoint(KeyValuePair.Create("KBinsDiscretizer.Bins", "7"), KeyValuePair.Create("Estimator.Estimator.Alpha", "0.5")));
        Assert.Equal(7, ((KBinsDiscretizer)created.Steps[0]).Bins);
        Assert.Equal(0.5, ((Ridge)((BaggingRegressor)created.Estimator).Estimator).Alpha);
        Assert.Contains("has no part 'Scaler'", Assert.Throws<ModelyardException>(() => space.With("Scaler.Bins=2..3")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_estimators_each_has_its_axes_where_it_is_chosen()
    {
        var space = EstimatorSpace.Of(new Ridge(), new Lasso()).With("Lasso.Alpha=log(0.01,1)");
        Assert.Equal("Estimator={Ridge,Lasso}; Ridge.Alpha=log(0.0001,10000) when Estimator={Ridge}; Lasso.Alpha=log(0.01,1) when Estimator={Lasso}", space.Space.Text);
        var random = new RandomStream(1);
        Assert.All(Enumerable.Range(0, 50).Select(_ => space.Space.Draw(ref random)).ToArray(), point => Assert.Equal(point["Estimator"], space.Create(point).GetType().Name));
        Assert.Contains("must begin with the name", Assert.Throws<ModelyardException>(() => space.With("Alpha=1..2")).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<ModelyardException>(() => EstimatorSpace.Of(new Ridge(), new Ridge())).Message, StringComparison.Ordinal);
        Assert.Contains("regression", Assert.Throws<ModelyardException>(() => EstimatorSpace.Of(new Ridge(), new Svc())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_axis_may_depend_on_a_choice()
    {
        SearchSpace space = EstimatorSpace.Of(new Svc()).With("Kernel={Rbf,Polynomial}").With("Degree=2..5 when Kernel={Polynomial}").Space;
        var random = new RandomStream(1);
        Assert.All(Enumerable.Range(0, 50).Select(_ => space.Draw(ref random)).ToArray(), point => Assert.Equal(point["Kernel"] == "Polynomial", point.Values.ContainsKey("Degree")));
    }
}
