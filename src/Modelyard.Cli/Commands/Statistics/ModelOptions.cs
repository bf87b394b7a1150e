using System.CommandLine;
using Modelyard.Inference;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Represents the options that choose a regression where a verb takes several.</summary>
internal sealed class ModelOptions
{
    private readonly Option<Model> _model = Choice.Of("--model", "The regression", Model.Ols);
    private readonly FamilyOptions _family = new();

    /// <summary>Names regressions, as the command calls them.</summary>
    private enum Model
    {
        Ols,
        Logit,
        Poisson,
        Glm,
        Multinomial,
    }

    /// <summary>Lists the options.</summary>
    internal IEnumerable<Option> All => [_model, .. _family.All];

    /// <summary>Makes the method that was chosen.</summary>
    /// <exception cref="UsageException">A family is given for another regression than 'glm'.</exception>
    internal RegressionMethod Method(ParseResult parsed)
    {
        Model model = parsed.GetValue(_model);
        if (model != Model.Glm && _family.All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"'{given.Name}' is for '--model glm', and the model is '{model.ToString().ToLowerInvariant()}'. Leave it out or take that model.");
        }

        return model switch
        {
            Model.Logit => new GlmRegression { Family = RegressionFamily.Binomial },
            Model.Poisson => new GlmRegression { Family = RegressionFamily.Poisson },
            Model.Glm => _family.Method(parsed),
            Model.Multinomial => new MultinomialRegression(),
            _ => new OlsRegression(),
        };
    }
}
