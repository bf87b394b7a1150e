using Microsoft.AspNetCore.Http;
using Modelyard.Server.Hosting;
using Modelyard.Server.Security.Sessions;

namespace Modelyard.Server.Security;

/// <summary>Stands behind the routing: lets a request through to its route if the caller may call it, and leads people who are not known yet to where they sign in.</summary>
internal sealed class AccessCheck(RequestDelegate next, AccessGate gate, RequestRefusal refusals)
{
    public Task InvokeAsync(HttpContext context)
    {
        Refusal? refusal = gate.Admit(context, context.GetEndpoint(), out Grant? grant);
        if (refusal is not null)
        {
            return refusal.Status == StatusCodes.Status401Unauthorized && SignInPage.IsForPerson(context.Request)
                ? SignInPage.LeadAsync(context)
                : refusals.AnswerAsync(context, refusal);
        }

        if (grant is not null)
        {
            context.Features.Set(grant);
            context.Features.Set(grant.Caller);
        }

        return next(context);
    }
}
