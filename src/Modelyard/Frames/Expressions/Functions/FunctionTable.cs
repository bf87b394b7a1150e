namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Holds all functions by their names.</summary>
internal static class FunctionTable
{
    private static readonly Dictionary<string, Function> Names = Index();

    /// <summary>Gets the functions of each group, in the order of the documentation.</summary>
    public static IReadOnlyList<(FunctionGroup Group, IReadOnlyList<Function> Functions)> Groups { get; } =
    [
        (FunctionGroup.Arithmetic, ArithmeticFunctions.All),
        (FunctionGroup.Conditions, ConditionFunctions.All),
        (FunctionGroup.Mathematics, MathematicsFunctions.All),
        (FunctionGroup.Kinds, KindFunctions.All),
        (FunctionGroup.Texts, TextFunctions.All),
        (FunctionGroup.Dates, DateFunctions.All),
        (FunctionGroup.Columns, ColumnFunctions.All),
    ];

    /// <summary>Gets a function that is known to be there.</summary>
    public static Function Get(string name) => Names[name];

    /// <summary>Finds the function of a call in a text, not heeding case and underscores; 'min' and 'max' of several values are 'least' and 'greatest'.</summary>
    public static Function? Find(string name, int arguments)
    {
        string plain = name.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        if (arguments > 1 && plain is "min" or "max")
        {
            plain = plain == "min" ? "least" : "greatest";
        }

        return Names.TryGetValue(plain, out Function? function) && !function.IsOperator ? function : null;
    }

    /// <summary>Finds the name of a function that is spelled most like another.</summary>
    public static string? Nearest(string name) => Spelling.Nearest(name, Names.Values.Where(function => !function.IsOperator).Select(function => function.Name).Distinct(StringComparer.Ordinal));

    private static Dictionary<string, Function> Index()
    {
        var names = new Dictionary<string, Function>(StringComparer.Ordinal);
        IReadOnlyList<Function>[] all =
            [ArithmeticFunctions.All, ConditionFunctions.All, MathematicsFunctions.All, KindFunctions.All, TextFunctions.All, DateFunctions.All, ColumnFunctions.All];
        foreach (Function function in all.SelectMany(functions => functions))
        {
            names.Add(function.Name, function);
            foreach (string alias in function.Aliases)
            {
                names.Add(alias, function);
            }
        }

        return names;
    }
}
