using Microsoft.CodeAnalysis;
using Modelyard.Generators.Models;

namespace Modelyard.Generators.Analysis;

/// <summary>Chooses the constructor that makes a record of a row.</summary>
internal static class ConstructorChoice
{
    /// <summary>Chooses the constructor that takes the most columns, and with it the members that are columns.</summary>
    /// <param name="type">The record.</param>
    /// <param name="all">Its members.</param>
    /// <param name="location">Where it is declared.</param>
    /// <param name="findings">What is told.</param>
    /// <param name="arguments">Receives the arguments.</param>
    /// <returns>The columns; null if no constructor makes the record.</returns>
    public static RecordMember[]? Choose(INamedTypeSymbol type, IReadOnlyList<RecordMember> all, Location location, Findings findings, out IReadOnlyList<ArgumentModel> arguments)
    {
        RecordMember[]? best = null;
        arguments = [];
        string? reason = null;
        foreach (IMethodSymbol constructor in type.InstanceConstructors.Where(one => !IsCopy(one, type)).OrderByDescending(one => one.DeclaredAccessibility == Accessibility.Public).ThenByDescending(one => one.Parameters.Length))
        {
            if (Fault(constructor, all, out List<(IParameterSymbol Parameter, RecordMember Member)> taken) is { } fault)
            {
                reason ??= fault;
                continue;
            }

            RecordMember[] columns = [.. all.Where(member => !member.IsIgnored && (member.IsSettable || taken.Any(one => one.Member == member)))];
            best = columns;
            arguments = [.. taken.Select(one => new ArgumentModel(RecordAnalysis.Escape(one.Parameter.Name), Array.IndexOf(columns, one.Member)))];
            break;
        }

        if (best is null)
        {
            findings.Tell(RecordRules.NoConstructor, location, type.Name, reason ?? "it has no constructor.");
        }
        else if (best.Length == 0)
        {
            findings.Tell(RecordRules.UnsuitableType, location, type.Name, "it has no column; give it a public property that can be set, or that a parameter of a constructor with the same name and type sets.");
            best = null;
        }

        return best;
    }

    /// <summary>Finds why a constructor does not make the record.</summary>
    private static string? Fault(IMethodSymbol constructor, IReadOnlyList<RecordMember> all, out List<(IParameterSymbol Parameter, RecordMember Member)> taken)
    {
        taken = [];
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            RecordMember? member = all.FirstOrDefault(one => !one.IsIgnored && one.Symbol.Name == parameter.Name && IsSame(one.Type, parameter.Type))
                ?? all.FirstOrDefault(one => !one.IsIgnored && string.Equals(one.Symbol.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && IsSame(one.Type, parameter.Type));
            if (member is not null && parameter.RefKind is RefKind.None or RefKind.In)
            {
                taken.Add((parameter, member));
            }
            else if (!parameter.HasExplicitDefaultValue)
            {
                return $"no column has the name and the type of the parameter '{parameter.Name}' of its constructor. Give it a public property of that name and type, or another constructor.";
            }
        }

        List<(IParameterSymbol Parameter, RecordMember Member)> given = taken;
        bool setsRequired = constructor.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "SetsRequiredMembersAttribute");
        RecordMember? unset = all.FirstOrDefault(member => !given.Any(one => one.Member == member)
            && ((member.IsIgnored && member.IsRequired && !setsRequired) || (!member.IsIgnored && member.Column is not null && !member.IsSettable)));
        return unset switch
        {
            null => null,
            { IsIgnored: true } => $"the member '{unset.Shown}' is required and no column. Let it be one, or do not require it.",
            _ => $"the column '{unset.Shown}' cannot be set. Give it 'init', or a parameter of the same name and type of a constructor.",
        };
    }

    private static bool IsSame(ITypeSymbol member, ITypeSymbol parameter) => SymbolEqualityComparer.Default.Equals(member, parameter);

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        type.IsRecord && constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);
}
