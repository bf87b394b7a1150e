using System.Globalization;
using System.Reflection;
using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Describes one hyperparameter of a learner, as its attribute declares it.</summary>
public sealed class Hyperparameter
{
    private readonly PropertyInfo _property;
    private readonly HyperparameterAttribute _declaration;
    private readonly Type _type;

    internal Hyperparameter(PropertyInfo property, HyperparameterAttribute declaration, object? defaultValue)
    {
        _property = property;
        _declaration = declaration;
        _type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        AllowsNone = Nullable.GetUnderlyingType(property.PropertyType) is not null || IsText;
        Default = defaultValue;
    }

    /// <summary>Gets the name.</summary>
    public string Name => _property.Name;

    /// <summary>Gets the meaning in a few words.</summary>
    public string Meaning => _declaration.Meaning;

    /// <summary>Gets the value that it has unless it is set; null means 'none'.</summary>
    public object? Default { get; }

    /// <summary>Gets a value indicating whether 'none' (no limit) is allowed.</summary>
    public bool AllowsNone { get; }

    /// <summary>Gets a value indicating whether it is a whole number.</summary>
    public bool IsInteger => _type == typeof(int);

    /// <summary>Gets a value indicating whether it is a number, whole or not.</summary>
    public bool IsNumber => IsInteger || _type == typeof(double);

    /// <summary>Gets a value indicating whether it is an estimator.</summary>
    public bool IsEstimator => _type == typeof(IEstimator);

    /// <summary>Gets a value indicating whether it is a list of estimators.</summary>
    public bool IsEstimatorList => _type == typeof(IReadOnlyList<IEstimator>);

    /// <summary>Gets a value indicating whether it is a list of numbers, in which each must be in the range.</summary>
    public bool IsNumberList => _type == typeof(IReadOnlyList<double>);

    /// <summary>Gets a value indicating whether it is the name of a column.</summary>
    public bool IsText => _type == typeof(string);

    /// <summary>Gets the least value that is allowed.</summary>
    public double Minimum => _declaration.Minimum;

    /// <summary>Gets the greatest value that is allowed.</summary>
    public double Maximum => _declaration.Maximum;

    /// <summary>Gets the values that are allowed, if they can be listed: those of a truth value or an enumeration.</summary>
    public IReadOnlyList<object> Choices => _type == typeof(bool)
        ? [false, true]
        : _type.IsEnum ? [.. EnumNames().Select(name => Enum.Parse(_type, name))] : [];

    /// <summary>Gets a value indicating whether a search varies it by default.</summary>
    public bool IsSearched => _declaration.Search.Length == 2 || _declaration.SearchAll;

    /// <summary>Gets the scale on which a search draws values.</summary>
    public Scale Scale => _declaration.Scale;

    /// <summary>Gets the least and the greatest value of the default search space of a number; empty if it is not searched.</summary>
    public IReadOnlyList<double> Search => _declaration.Search;

    /// <summary>Gets the kind and range in words, as an error or a help text says them.</summary>
    public string Allowed
    {
        get
        {
            string range = _type switch
            {
                _ when _type == typeof(bool) => "true or false",
                { IsEnum: true } => "one of " + string.Join(", ", EnumNames()),
                _ when IsEstimator => $"an estimator for {EstimatorTask}",
                _ when IsEstimatorList => $"one or more estimators for {EstimatorTask}",
                _ when IsText => "the name of a column",
                _ when IsNumberList => "numbers" + RangeInWords() + ", as in [1, 2]",
                _ => (IsInteger ? "a whole number" : "a number") + RangeInWords(),
            };
            return AllowsNone ? range + ", or none" : range;
        }
    }

    /// <summary>Reads the value from a learner.</summary>
    /// <param name="learner">The learner.</param>
    /// <returns>The value; null means 'none'.</returns>
    public object? Read(ILearner learner) => _property.GetValue(learner);

    /// <summary>Reads a value from text.</summary>
    /// <param name="text">The text, in invariant format; 'none' where that is allowed; an estimator as <c>Ridge</c> or <c>Ridge(Alpha=10)</c>, several as <c>[Ridge, Lasso]</c>; numbers as <c>[1, 2]</c>.</param>
    /// <param name="findEstimator">Finds the defaults of an estimator by its name; without it no estimator is read.</param>
    /// <returns>The value; null means 'none'.</returns>
    /// <exception cref="ModelyardException">The text is not a value that is allowed.</exception>
    public object? Parse(string text, Func<string, IEstimator>? findEstimator = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        object? value;
        if (AllowsNone && string.Equals(text, "none", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        else if (IsInteger)
        {
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
        }
        else if (_type == typeof(double))
        {
            value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
        }
        else if (IsEstimator || IsEstimatorList)
        {
            value = findEstimator is null ? null : IsEstimator ? EstimatorText.Parse(text, findEstimator) : EstimatorText.ParseList(text, findEstimator);
        }
        else if (IsText)
        {
            value = text;
        }
        else if (IsNumberList)
        {
            value = ParseNumbers(text);
        }
        else if (_type == typeof(bool))
        {
            value = bool.TryParse(text, out bool truth) ? truth : null;
        }
        else
        {
            value = EnumNames().FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } member ? Enum.Parse(_type, member) : null;
        }

        return value is not null && IsAllowed(value) ? value : throw Refusal(text);
    }

    /// <summary>Formats a value in invariant format.</summary>
    /// <param name="value">The value; null means 'none'.</param>
    /// <returns>The text that <see cref="Parse"/> reads back.</returns>
    public static string Format(object? value) => value switch
    {
        null => "none",
        bool truth => truth ? "true" : "false",
        IEstimator estimator => EstimatorText.Format(estimator),
        IReadOnlyList<IEstimator> estimators => EstimatorText.Format(estimators),
        IReadOnlyList<double> numbers => $"[{string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Draws a value from the default search space.</summary>
    /// <param name="random">The random numbers.</param>
    /// <returns>The value; for a hyperparameter that is not searched, the default.</returns>
    public object? Draw(ref RandomStream random)
    {
        if (_declaration.Search.Length == 2)
        {
            double low = _declaration.Search[0], high = _declaration.Search[1];
            double share = random.NextDouble();
            double drawn = Scale == Scale.Logarithmic ? low * Math.Pow(high / low, share) : low + (share * (high - low));
            return IsInteger ? (object)(int)Math.Round(drawn) : drawn;
        }

        return _declaration.SearchAll ? Choices[random.NextInt(Choices.Count)] : Default;
    }

    internal void Write(ILearner learner, object? value) => _property.SetValue(learner, value);

    internal bool IsAllowed(object? value) => value switch
    {
        null => AllowsNone,
        string text => IsText && text.Length > 0,
        bool => _type == typeof(bool),
        int number => IsInteger && InRange(number),
        double number => _type == typeof(double) && InRange(number),
        IEstimator estimator => IsEstimator && estimator.Task == EstimatorTask,
        IReadOnlyList<IEstimator> estimators => IsEstimatorList && estimators.Count > 0 && estimators.All(one => one is not null && one.Task == EstimatorTask),
        IReadOnlyList<double> numbers => IsNumberList && numbers.All(InRange),
        _ => value.GetType() == _type && _type.IsEnum && Enum.IsDefined(_type, value),
    };

    /// <summary>An estimator that a learner is made of is for the same task as the one that stands there by default.</summary>
    private TaskKind EstimatorTask => Default is IEstimator single ? single.Task : ((IReadOnlyList<IEstimator>)Default!)[0].Task;

    internal ModelyardException Refusal(string value) => new($"{Name} is '{value}' and must be {Allowed}.");

    private string[] EnumNames() => Enum.GetNames(_type);

    private bool InRange(double number) =>
        double.IsFinite(number)
        && (_declaration.MinimumExclusive ? number > Minimum : number >= Minimum)
        && (_declaration.MaximumExclusive ? number < Maximum : number <= Maximum);

    private static double[]? ParseNumbers(string text)
    {
        text = text.Trim();
        string inner = text is ['[', .., ']'] ? text[1..^1] : text;
        string[] parts = string.IsNullOrWhiteSpace(inner) ? [] : inner.Split(',');
        double[] numbers = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return numbers;
    }

    private string RangeInWords()
    {
        string low = _declaration.MinimumExclusive ? $"greater than {Format(Minimum)}" : $"{Format(Minimum)} or greater";
        string high = _declaration.MaximumExclusive ? $"less than {Format(Maximum)}" : $"{Format(Maximum)} or less";
        return (double.IsFinite(Minimum), double.IsFinite(Maximum)) switch
        {
            (true, true) when !_declaration.MinimumExclusive && !_declaration.MaximumExclusive => $" from {Format(Minimum)} to {Format(Maximum)}",
            (true, true) => $", {low} and {high}",
            (true, false) => $", {low}",
            (false, true) => $", {high}",
            _ => "",
        };
    }
}
