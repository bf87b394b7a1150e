using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Modelyard.Generators.Models;

namespace Modelyard.Generators.Analysis;

/// <summary>Reads a record from its declaration.</summary>
internal static class RecordAnalysis
{
    private static readonly string[] Reserved = ["Schema", "Validate", "FrameRecordParts", "FrameRecordContract", "HoldsContract"];

    /// <summary>Reads a record.</summary>
    public static RecordResult Of(INamedTypeSymbol type, TypeDeclarationSyntax syntax, CancellationToken cancellation)
    {
        var findings = new Findings();
        Location location = syntax.Identifier.GetLocation();
        if (Unsuitable(type) is { } reason)
        {
            findings.Tell(RecordRules.UnsuitableType, location, type.Name, reason);
            return Result(null, findings);
        }

        CheckPartial(type, syntax, findings);
        IReadOnlyList<RecordMember> all = RecordMember.Of(type);
        foreach (string name in Reserved.Where(name => type.GetMembers(name).Length > 0))
        {
            findings.Tell(RecordRules.NameTaken, type.GetMembers(name)[0], type.Name, name);
        }

        cancellation.ThrowIfCancellationRequested();
        RecordMember[]? columns = ConstructorChoice.Choose(type, all, location, findings, out IReadOnlyList<ArgumentModel> arguments);
        if (columns is null)
        {
            return Result(null, findings);
        }

        CheckNames(columns, findings);
        List<EnumerationModel> enumerations = [];
        MemberModel?[] members = [.. columns.Select(member => MemberAnalysis.Of(member, enumerations, findings))];
        foreach (INamedTypeSymbol contract in type.AllInterfaces.Where(one => one.ToDisplayString() == "System.ComponentModel.DataAnnotations.IValidatableObject"))
        {
            findings.Tell(RecordRules.UncheckedValidation, location, $"interface '{contract.Name}' of '{type.Name}'");
        }

        if (findings.HasError)
        {
            return Result(null, findings);
        }

        return Result(
            new RecordModel(
                type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
                new EquatableArray<string>(Containers(type).Reverse().Select(Declaration)),
                Declaration(type),
                Escape(type.Name),
                type.IsReferenceType,
                InheritsRecord(type),
                new EquatableArray<MemberModel>(members.Select(member => member!)),
                new EquatableArray<ArgumentModel>(arguments),
                new EquatableArray<EnumerationModel>(enumerations)),
            findings);
    }

    /// <summary>Escapes a name that is a word of C#.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    private static RecordResult Result(RecordModel? record, Findings findings) => new(record, new EquatableArray<DiagnosticModel>(findings.Diagnostics));

    private static string? Unsuitable(INamedTypeSymbol type)
    {
        if (type.IsAbstract || type.IsStatic || type.IsRefLikeType)
        {
            return "it is abstract, static or a ref structure, of which there are no rows; mark the types that are made of rows.";
        }

        if (type.IsFileLocal || Containers(type).Any(container => container.IsFileLocal))
        {
            return "it is local to its file, and the generator writes another file; make it internal.";
        }

        return type.IsGenericType || Containers(type).Any(container => container.IsGenericType)
            ? "it is generic, or lies within a generic type, and has no columns before its arguments are known; mark types that are not."
            : null;
    }

    private static void CheckPartial(INamedTypeSymbol type, TypeDeclarationSyntax syntax, Findings findings)
    {
        if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            findings.Tell(RecordRules.NotPartial, syntax.Identifier.GetLocation(), type.Name, string.Empty);
        }

        for (SyntaxNode? outer = syntax.Parent; outer is TypeDeclarationSyntax container; outer = outer.Parent)
        {
            if (!container.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                findings.Tell(RecordRules.NotPartial, container.Identifier.GetLocation(), container.Identifier.Text, $", as that of a type around the record '{type.Name}'");
            }
        }
    }

    private static void CheckNames(IReadOnlyList<RecordMember> columns, Findings findings)
    {
        Dictionary<string, RecordMember> known = new(StringComparer.Ordinal);
        foreach (RecordMember member in columns)
        {
            if (known.TryGetValue(member.Name, out RecordMember other))
            {
                findings.Tell(RecordRules.DuplicateName, member.Symbol, other.Shown, member.Shown, member.Name, "[Column(\"…\")]");
            }
            else
            {
                known.Add(member.Name, member);
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            yield return outer;
        }
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        string kind = (type.IsRecord, type.TypeKind) switch
        {
            (true, TypeKind.Struct) => "record struct",
            (true, _) => "record",
            (false, TypeKind.Struct) => "struct",
            (false, TypeKind.Interface) => "interface",
            _ => "class",
        };
        return $"partial {kind} {Escape(type.Name)}";
    }

    private static bool InheritsRecord(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? under = type.BaseType; under is not null; under = under.BaseType)
        {
            if (under.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == "Modelyard.Frames.FrameRecordAttribute"))
            {
                return true;
            }
        }

        return false;
    }
}
