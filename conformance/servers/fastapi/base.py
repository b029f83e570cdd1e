# What every FastAPI here begins with; the setup under test gets `app`.
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

app = FastAPI()
{setup}
# fix: from preflight_cors import Cors
# fix: app = Cors(app)
uvicorn.run(app, host="127.0.0.1", port={port}, log_level="warning")
