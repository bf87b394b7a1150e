namespace Modelyard.Learning;

/// <summary>Writes estimators as text and reads them back: <c>Ridge</c>, <c>Ridge(Alpha=10)</c>, <c>OneVsRest(Estimator=Svc(C=10))</c>, <c>StackingRegressor(Members=[Ridge, Lasso])</c>.</summary>
internal static class EstimatorText
{
    /// <summary>Formats an estimator by its name and the hyperparameters that are not the defaults.</summary>
    internal static string Format(IEstimator estimator)
    {
        string[] changes = [.. Hyperparameters.Of(estimator)
            .Select(one => (one.Name, Value: Hyperparameter.Format(one.Read(estimator)), Default: Hyperparameter.Format(one.Default)))
            .Where(one => one.Value != one.Default)
            .Select(one => $"{one.Name}={one.Value}")];
        return changes.Length == 0 ? estimator.GetType().Name : $"{estimator.GetType().Name}({string.Join(", ", changes)})";
    }

    internal static string Format(IReadOnlyList<IEstimator> estimators) => $"[{string.Join(", ", estimators.Select(Format))}]";

    /// <summary>Reads one estimator.</summary>
    /// <param name="text">The name, possibly with settings in parentheses.</param>
    /// <param name="find">Finds the defaults of an estimator by its name.</param>
    internal static IEstimator Parse(string text, Func<string, IEstimator> find) => Parse(text, find, find);

    /// <summary>Reads one estimator whose settings may be estimators of another list.</summary>
    internal static T Parse<T>(string text, Func<string, T> findOuter, Func<string, IEstimator> find)
        where T : ILearner
    {
        text = text.Trim();
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return findOuter(text);
        }

        if (text[^1] != ')')
        {
            throw Malformed(text);
        }

        T defaults = findOuter(text[..open].Trim());
        var values = new List<KeyValuePair<string, object?>>();
        string settings = text[(open + 1)..^1];
        foreach (string setting in string.IsNullOrWhiteSpace(settings) ? [] : Parts(settings))
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            Hyperparameter hyperparameter = equals > 0 ? Hyperparameters.Find(defaults, setting[..equals].Trim()) : throw Malformed(text);
            if (values.Exists(value => value.Key == hyperparameter.Name))
            {
                throw new ModelyardException($"The estimator '{text}' gives '{hyperparameter.Name}' twice and must give it once.");
            }

            values.Add(KeyValuePair.Create(hyperparameter.Name, hyperparameter.Parse(setting[(equals + 1)..].Trim(), find)));
        }

        return Hyperparameters.With(defaults, values);
    }

    /// <summary>Reads several estimators, parted by commas; brackets around them are needed only where the list stands in the settings of another estimator.</summary>
    internal static IReadOnlyList<IEstimator> ParseList(string text, Func<string, IEstimator> find)
    {
        text = text.Trim();
        string inner = text is ['[', .., ']'] ? text[1..^1] : text;
        return [.. Parts(inner).Select(part => Parse(part, find))];
    }

    /// <summary>Parts a text at the commas that stand in no parentheses or brackets.</summary>
    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        int depth = 0, start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (depth < 0)
            {
                throw Malformed(text);
            }

            if (text[i] == ',' && depth == 0)
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        parts.Add(text[start..].Trim());
        return depth == 0 && !parts.Contains("") ? parts : throw Malformed(text);
    }

    private static ModelyardException Malformed(string text) =>
        new($"The estimator '{text}' must be a name, or a name with settings in parentheses, as in 'Ridge(Alpha=10)'.");
}
