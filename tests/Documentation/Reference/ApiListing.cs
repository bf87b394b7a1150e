using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Modelyard.Documentation.Reference;

/// <summary>Lists what an assembly offers to the public: types and the signatures of their members, sorted.</summary>
internal static class ApiListing
{
    /// <summary>The pages of the server, whose components are public as Razor knows no others; they are no interface for users.</summary>
    private const string StudioRoom = "Studio";

    private static readonly SymbolDisplayFormat MemberFormat = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeExtensionThis,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.None,
        SymbolDisplayKindOptions.None,
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    private static readonly SymbolDisplayFormat TypeFormat = MemberFormat
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword)
        .WithMemberOptions(SymbolDisplayMemberOptions.None);

    /// <summary>Lists an assembly.</summary>
    /// <param name="assemblyPath">The path of the assembly.</param>
    internal static string Of(string assemblyPath)
    {
        PortableExecutableReference reference = MetadataReference.CreateFromFile(assemblyPath);
        IEnumerable<PortableExecutableReference> others = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != Path.GetFileName(assemblyPath))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Listing", references: others.Prepend(reference));
        var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!;
        var listing = new StringBuilder();
        foreach (IGrouping<string, INamedTypeSymbol> room in Types(assembly.GlobalNamespace).GroupBy(type => type.ContainingNamespace.ToDisplayString()).OrderBy(room => room.Key, StringComparer.Ordinal))
        {
            foreach (INamedTypeSymbol type in room.OrderBy(type => type.ToDisplayString(MemberFormat), StringComparer.Ordinal))
            {
                listing.Append(room.Key).Append(": ").Append(Describe(type)).Append('\n');
                foreach (string member in Members(type).Order(StringComparer.Ordinal))
                {
                    listing.Append("    ").Append(member).Append('\n');
                }

                listing.Append('\n');
            }
        }

        return listing.ToString();
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol within) => within.GetMembers()
        .OfType<INamespaceOrTypeSymbol>()
        .SelectMany(inner => inner switch
        {
            INamedTypeSymbol type when IsPublic(type) => Types(type).Prepend(type),
            INamespaceSymbol { Name: StudioRoom } => [],
            INamespaceSymbol room => Types(room),
            _ => [],
        });

    private static string Describe(INamedTypeSymbol type)
    {
        string modifiers = type switch
        {
            { TypeKind: not TypeKind.Class } => "",
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        IEnumerable<INamedTypeSymbol> bases = type.Interfaces
            .Where(one => one.Name != "IEquatable" && IsPublic(one) && !type.Interfaces.Any(other => other.AllInterfaces.Contains(one, SymbolEqualityComparer.Default)))
            .OrderBy(one => one.ToDisplayString(MemberFormat), StringComparer.Ordinal);
        if (type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: not SpecialType.System_Object } parent })
        {
            bases = bases.Prepend(parent);
        }

        string list = string.Join(", ", bases.Select(one => one.ToDisplayString(MemberFormat)));
        return modifiers + type.ToDisplayString(TypeFormat) + (list.Length > 0 && type.TypeKind is not (TypeKind.Enum or TypeKind.Delegate) ? $" : {list}" : "");
    }

    private static IEnumerable<string> Members(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Delegate)
        {
            return [];
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            return type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(field => $"{field.Name} = {field.ConstantValue}");
        }

        return type.GetMembers()
            .Where(member => IsPublic(member) && !IsMadeByCompiler(member) && !member.IsOverride)
            .Where(member => member is not INamedTypeSymbol and not IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor or MethodKind.Conversion or MethodKind.UserDefinedOperator) })
            .Select(member => member.ToDisplayString(MemberFormat));
    }

    private static bool IsPublic(ISymbol symbol) => symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    /// <summary>Says whether nobody wrote a member: what a record gets, and the constructor of a structure.</summary>
    private static bool IsMadeByCompiler(ISymbol member) =>
        member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute")
        || member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0, ContainingType.TypeKind: TypeKind.Struct };
}
